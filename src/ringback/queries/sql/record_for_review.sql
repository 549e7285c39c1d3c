-- What people opened or took, also in need, searched, and were refused since a moment: all the review
-- looks at. Taking one shows it, through the machine door without ever opening it.
SELECT actor_id, at, subject_id, CASE WHEN refused THEN details -> 'refused' END, verb
  FROM journal
 WHERE practice_id = %(practice)s
   AND at >= %(since)s
   AND actor_id IS NOT NULL
   AND (refused OR verb IN ('opened', 'claimed', 'opened in need', 'seen in need', 'searched'))
