-- What somebody did last with a callback, and how it was routed before: the one before is forgotten.
INSERT INTO last_step (id, practice_id, callback_id, by_id, kind, before, attempt_id, waiting_id,
                       fence, at, until)
VALUES (%(id)s, %(practice)s, %(callback)s, %(by)s, %(kind)s, %(before)s::jsonb, %(attempt)s,
        %(waiting)s, %(fence)s, %(at)s, %(until)s)
ON CONFLICT (practice_id, callback_id)
  DO UPDATE SET id = EXCLUDED.id, by_id = EXCLUDED.by_id, kind = EXCLUDED.kind,
                before = EXCLUDED.before, attempt_id = EXCLUDED.attempt_id,
                waiting_id = EXCLUDED.waiting_id, fence = EXCLUDED.fence, at = EXCLUDED.at,
                until = EXCLUDED.until
