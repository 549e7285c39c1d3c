-- What somebody may be in a practice at this moment; no row where they are not of it (any more).
SELECT membership.roles
  FROM membership
  JOIN person ON person.id = membership.person_id AND person.is_active
 WHERE membership.practice_id = %(practice)s AND membership.person_id = %(person)s
   AND membership.left_at IS NULL
