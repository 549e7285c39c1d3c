-- Take what came in and waits, for a while, the longest waiting first, each with one more try. What
-- somebody else is taking at this moment is skipped; what somebody took and never ended comes again.
WITH due AS MATERIALIZED (
  SELECT id FROM inbound
   WHERE practice_id = %(practice)s AND state = 'waiting' AND not_before <= %(now)s
     AND (lease_until IS NULL OR lease_until <= %(now)s)
   ORDER BY not_before, id LIMIT %(most)s
     FOR UPDATE SKIP LOCKED
), leased AS (
  UPDATE inbound SET lease_until = %(until)s, tries = tries + 1
    FROM due
   WHERE inbound.practice_id = %(practice)s AND inbound.id = due.id
  RETURNING inbound.*
)
SELECT leased.id, leased.tries, leased.received_at, leased.content_type, leased.payload,
       connector.channel, connector.settings, connector.person_id
  FROM leased
  JOIN connector ON connector.practice_id = leased.practice_id AND connector.id = leased.connector_id
 ORDER BY leased.not_before, leased.id
