-- What people opened, also in need, and were refused since a moment: all the review looks at.
SELECT actor_id, at, subject_id, CASE WHEN refused THEN details -> 'refused' END,
       verb = 'opened in need'
  FROM journal
 WHERE practice_id = %(practice)s
   AND at >= %(since)s
   AND actor_id IS NOT NULL
   AND (refused OR verb IN ('opened', 'opened in need', 'seen in need'))
