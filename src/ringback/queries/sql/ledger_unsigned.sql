-- The first position after the furthest that is signed which was sealed too long ago: not only the
-- very next one, whose moment somebody may have written by hand.
SELECT position, greatest(sealed_at, '1971-01-01+00')
  FROM seal
 WHERE practice_id = %(practice)s AND position > %(signed)s AND sealed_at < %(before)s
 ORDER BY position
 LIMIT 1
