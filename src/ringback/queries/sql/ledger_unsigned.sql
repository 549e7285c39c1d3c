-- The first position after the furthest that is signed, where it has been sealed for too long.
SELECT position, sealed_at
  FROM seal
 WHERE practice_id = %(practice)s AND position = %(signed)s + 1 AND sealed_at < %(before)s
