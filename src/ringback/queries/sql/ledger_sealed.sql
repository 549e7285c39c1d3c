-- Sealed entries in their order, each in the ledger's form; its content is null where it is gone.
-- Their ids are asked for only where something is wrong.
SELECT seal.position, seal.hash,
       CASE WHEN journal.id IS NOT NULL THEN
       record_send(ROW(journal.id, journal.practice_id, journal.at, journal.actor_id,
                       journal.via::text, journal.os_user::text, journal.verb::text,
                       journal.subject_kind::text, journal.subject_id, journal.details,
                       journal.refused, journal.changed)) END
  FROM seal
  LEFT JOIN journal ON journal.practice_id = seal.practice_id AND journal.id = seal.entry_id
 WHERE seal.practice_id = %(practice)s AND seal.position > %(after)s
 ORDER BY seal.position
 LIMIT %(most)s
