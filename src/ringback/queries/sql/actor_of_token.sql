-- Whom a token's digest acts as: an open door of somebody who still belongs to its practice.
SELECT door.person_id, door.practice_id, person.name, membership.roles, membership.lanes,
       practice.shows_first_names
  FROM door
  JOIN person ON person.id = door.person_id AND person.is_active
  JOIN membership ON membership.person_id = door.person_id
   AND membership.practice_id = door.practice_id AND membership.left_at IS NULL
  JOIN practice ON practice.id = door.practice_id
 WHERE door.digest = %(digest)s AND door.purpose = %(purpose)s AND door.closed_at IS NULL
   AND (door.expires_at IS NULL OR door.expires_at > %(now)s)
