-- Since when the oldest entry waits that is not sealed, among those with an id from this one on.
SELECT min(journal.at) FROM journal
 WHERE journal.practice_id = %(practice)s
   AND journal.id >= %(from)s
   AND NOT EXISTS (SELECT FROM seal
                    WHERE seal.practice_id = journal.practice_id AND seal.entry_id = journal.id)
