-- Which calls of a source came in before, of those with these ids; not those that were taken back.
SELECT external_id FROM arrival
 WHERE practice_id = %(practice)s AND source = %(source)s
   AND external_id = ANY(%(ids)s::text[]) AND settled <> 'undone'
