-- Everybody who works in a practice, by name: their roles, and the kinds of request they are kept to.
SELECT person.id, person.name, membership.roles, membership.lanes
  FROM membership
  JOIN person ON person.id = membership.person_id
 WHERE membership.practice_id = %(practice)s AND membership.left_at IS NULL AND person.is_active
   AND person.email NOT LIKE '%%.invalid'
 ORDER BY person.name, person.id
