-- Bearer tokens of the people who work: "bench-" and their e-mail address, for ever.
INSERT INTO door (id, digest, purpose, label, practice_id, person_id, created_at)
SELECT gen_random_uuid(), sha256(convert_to('bench-' || email, 'UTF8')), 'api', 'bench',
       membership.practice_id, person.id, now()
  FROM membership JOIN person ON person.id = membership.person_id
 WHERE email LIKE '%@bench.example'
