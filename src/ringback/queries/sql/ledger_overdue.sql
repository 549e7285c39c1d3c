-- The oldest entry that was not sealed although it is older than it may be.
SELECT journal.id, journal.at
  FROM journal
 WHERE journal.practice_id = %(practice)s AND journal.at < %(before)s
   AND NOT EXISTS (SELECT FROM seal
                    WHERE seal.practice_id = journal.practice_id AND seal.entry_id = journal.id)
 ORDER BY journal.at, journal.id
 LIMIT 1
