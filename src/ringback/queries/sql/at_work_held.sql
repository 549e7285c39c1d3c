-- The same, held: whoever takes them out of the practice waits until this action has ended, and
-- whoever is being taken out is not of it when the wait is over.
SELECT membership.roles
  FROM membership
  JOIN person ON person.id = membership.person_id AND person.is_active
 WHERE membership.practice_id = %(practice)s AND membership.person_id = %(person)s
   AND membership.left_at IS NULL
   FOR SHARE OF membership
