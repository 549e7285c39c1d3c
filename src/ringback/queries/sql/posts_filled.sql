-- The posts somebody fills: until further notice, and by the roster at a moment, where one is given.
SELECT post FROM post_holder
 WHERE practice_id = %(practice)s AND person_id = %(person)s AND until IS NULL
UNION
SELECT post FROM on_call
 WHERE practice_id = %(practice)s AND person_id = %(person)s AND removed_at IS NULL
   AND starts_at <= %(now)s AND ends_at > %(now)s
