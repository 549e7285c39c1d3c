-- Take what is due to go out for a while, the longest waiting first, each with one more try. What
-- somebody else is taking at this moment is skipped; what somebody took and never marked comes again.
WITH due AS MATERIALIZED (
  SELECT id FROM outbox
   WHERE practice_id = %(practice)s
     AND sent_at IS NULL AND cancelled_at IS NULL AND failed_at IS NULL
     AND kind = ANY (%(kinds)s::text[]) AND not_before <= %(now)s
     AND (lease_until IS NULL OR lease_until <= %(now)s)
   ORDER BY not_before, id LIMIT %(most)s
     FOR UPDATE SKIP LOCKED
)
UPDATE outbox SET lease_until = %(until)s, tries = tries + 1
  FROM due
 WHERE outbox.practice_id = %(practice)s AND outbox.id = due.id
RETURNING outbox.id, kind, payload, dedupe_key, tries
