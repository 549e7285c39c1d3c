-- Wait for, and hold until the transaction ends, the right to decide about every key of a practice
-- at once.
SELECT pg_advisory_xact_lock(hashtextextended(%(practice)s::text, 1))
