-- The steps in the life of a callback from its journal, the first first: neither what was refused nor
-- who only looked.
SELECT journal.at, journal.verb, journal.actor_id, coalesce(person.name, ''), journal.details::text
  FROM journal
  LEFT JOIN person ON person.id = journal.actor_id
 WHERE journal.practice_id = %(practice)s AND journal.subject_id = %(callback)s
   AND NOT journal.refused AND journal.verb <> ALL(%(silent)s)
 ORDER BY journal.at, journal.id
