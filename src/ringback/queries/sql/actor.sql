-- The person at work in a practice, if they still belong to it, and every practice they work in;
-- when each part of the clockwork was last alive, and what seals their sessions.
SELECT person.id, membership.practice_id, person.name, membership.roles, membership.lanes,
       here.shows_first_names,
       (SELECT json_agg(json_build_array(practice.id, practice.name, practice.colour)
                        ORDER BY practice.name, practice.id)
          FROM membership AS of_theirs
          JOIN practice ON practice.id = of_theirs.practice_id
         WHERE of_theirs.person_id = person.id AND of_theirs.left_at IS NULL) AS places,
       (SELECT json_object_agg(heartbeat.name, heartbeat.at) FROM heartbeat) AS beats,
       person.password
  FROM membership
  JOIN person ON person.id = membership.person_id AND person.is_active
  JOIN practice AS here ON here.id = membership.practice_id
 WHERE membership.practice_id = %(practice)s AND membership.person_id = %(person)s
   AND membership.left_at IS NULL
