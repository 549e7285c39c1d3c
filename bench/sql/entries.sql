-- Entries of one practice, as if written over a day: as many as asked for, none of them sealed.
INSERT INTO journal (id, practice_id, at, actor_id, via, os_user, verb, subject_kind, subject_id,
                     details, refused, changed)
SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - 86400000 + number), 12, '0')
        || '70008' || lpad(to_hex(number), 15, '0'))::uuid,
       %(practice)s, now() - interval '1 day' + number * interval '0.5 s', %(person)s, 'web', '',
       'attempted', 'callback', gen_random_uuid(),
       jsonb_build_object('attempt', gen_random_uuid(), 'result', 'voicemail_left'), false, true
  FROM generate_series(1, %(entries)s) AS number
