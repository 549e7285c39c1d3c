-- Keep an event as it came, with its entry, all in one statement; no row where it came before. Copies
-- that come at the same moment wait for the first one here.
WITH kept AS (
  INSERT INTO inbound (id, practice_id, connector_id, external_id, content_type, payload,
                       received_at, state, trouble, about, tries, not_before, why)
  VALUES (%(inbound)s, %(practice)s, %(connector)s, %(external_id)s, %(content_type)s, %(payload)s,
          %(at)s, 'waiting', '', '', 0, %(at)s, '')
  ON CONFLICT (practice_id, connector_id, external_id) DO NOTHING
  RETURNING id
), written AS (
  INSERT INTO journal (id, practice_id, at, actor_id, via, os_user, verb, subject_kind, subject_id,
                       details, refused, changed)
  SELECT %(id)s, %(practice)s, %(at)s, %(actor)s, %(via)s, %(os_user)s, %(verb)s,
         %(subject_kind)s, kept.id, %(details)s, %(refused)s, %(changed)s
    FROM kept
)
SELECT id FROM kept
