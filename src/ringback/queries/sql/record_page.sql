-- Entries of the record, newest first, each with who it was and what it is about: of a callback only
-- its kind of request, of a person here their name; never anything of a patient.
SELECT journal.id, journal.at, journal.actor_id, person.name, journal.via, journal.verb,
       journal.subject_kind, journal.subject_id, journal.refused, journal.details -> 'refused',
       callback.category, subject.name
  FROM journal
  LEFT JOIN person ON person.id = journal.actor_id
  LEFT JOIN callback ON callback.practice_id = journal.practice_id
                    AND callback.id = journal.subject_id
  LEFT JOIN membership ON membership.practice_id = journal.practice_id
                      AND membership.person_id = journal.subject_id
  LEFT JOIN person AS subject ON subject.id = membership.person_id
 WHERE journal.practice_id = %(practice)s
   AND (%(since)s::timestamptz IS NULL OR journal.at >= %(since)s)
   AND (%(until)s::timestamptz IS NULL OR journal.at < %(until)s)
   AND (%(person)s::uuid IS NULL OR journal.actor_id = %(person)s)
   AND (%(subjects)s::uuid[] IS NULL OR journal.subject_id = ANY (%(subjects)s::uuid[]))
   AND (%(verbs)s::text[] IS NULL OR journal.verb = ANY (%(verbs)s::text[]))
   AND (%(refused)s::boolean IS NULL OR journal.refused = %(refused)s)
   AND (%(after_at)s::timestamptz IS NULL
        OR (journal.at, journal.id) < (%(after_at)s, %(after_id)s))
 ORDER BY journal.at DESC, journal.id DESC
 LIMIT %(most)s
