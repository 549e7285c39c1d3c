-- The person at work in a practice, if they still belong to it, and what seals their sessions.
SELECT person.id, membership.practice_id, person.name, membership.roles, membership.lanes,
       person.password
  FROM membership
  JOIN person ON person.id = membership.person_id AND person.is_active
 WHERE membership.practice_id = %(practice)s AND membership.person_id = %(person)s
   AND membership.left_at IS NULL
