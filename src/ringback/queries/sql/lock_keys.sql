-- Wait for, and hold until the transaction ends, the right to decide about these keys; locked in
-- one order, so that two transactions never wait for each other. At the same time the practice is
-- held together with everybody else's keys, against whoever holds it whole.
SELECT pg_advisory_xact_lock_shared(hashtextextended(%(practice)s::text, 1)),
       pg_advisory_xact_lock(hashtextextended(key, 0))
  FROM unnest(%(keys)s::text[]) AS key ORDER BY hashtextextended(key, 0)
