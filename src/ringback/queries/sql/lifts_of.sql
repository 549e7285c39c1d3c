-- Who let the check of a call go on, and why, the first first.
SELECT at, by_id, reason FROM check_lift
 WHERE practice_id = %(practice)s AND call_id = %(call)s
 ORDER BY at, id
