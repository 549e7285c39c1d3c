-- Take the lock of the tick if nobody has it; it is held until this connection ends.
SELECT pg_try_advisory_lock(%(lock)s)
