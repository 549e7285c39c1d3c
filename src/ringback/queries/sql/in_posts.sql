-- Who fills which post at a moment: until further notice, or by the roster.
SELECT post, person_id FROM post_holder
 WHERE practice_id = %(practice)s AND until IS NULL
UNION
SELECT post, person_id FROM on_call
 WHERE practice_id = %(practice)s AND removed_at IS NULL
   AND starts_at <= %(now)s AND ends_at > %(now)s
