-- What people opened and what they were refused since a moment: all that the review looks at.
SELECT actor_id, at, subject_id, CASE WHEN refused THEN details -> 'refused' END
  FROM journal
 WHERE practice_id = %(practice)s
   AND at >= %(since)s
   AND actor_id IS NOT NULL
   AND (refused OR verb = 'opened')
