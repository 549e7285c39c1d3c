-- What was compared in a call, the first first: never what was said.
SELECT identifier, way, agreed, at, by_id, this_line FROM comparison
 WHERE practice_id = %(practice)s AND call_id = %(call)s
 ORDER BY at, id
