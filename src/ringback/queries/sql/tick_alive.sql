-- Nothing but an answer: the tick's lock is held only while its connection lives.
SELECT 1
