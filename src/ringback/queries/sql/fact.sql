-- One done-fact with who said so and when; said again, the later word stands.
INSERT INTO done_fact (id, practice_id, callback_id, code, value, by_id, by_clinician, at)
VALUES (%(id)s, %(practice)s, %(callback)s, %(code)s, %(value)s::jsonb, %(by)s, %(clinician)s,
        %(now)s)
ON CONFLICT (practice_id, callback_id, code)
  DO UPDATE SET value = EXCLUDED.value, by_id = EXCLUDED.by_id, at = EXCLUDED.at,
                by_clinician = EXCLUDED.by_clinician
