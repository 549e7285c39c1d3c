-- Where the next chunk of an import ends: after so many calls, never inside one callback's calls.
-- NULL when the rest is one chunk.
SELECT min(position)
  FROM staged_call
 WHERE practice_id = %(practice)s AND batch_id = %(batch)s AND (leads OR settled <> '')
   AND position >= (SELECT position FROM staged_call
                     WHERE practice_id = %(practice)s AND batch_id = %(batch)s
                     ORDER BY position LIMIT 1 OFFSET %(size)s)
