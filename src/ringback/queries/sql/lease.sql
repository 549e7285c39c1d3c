-- Its owner did something with a callback: it is theirs for as long again as anybody's is.
UPDATE callback SET lease_until = greatest(lease_until, %(until)s)
 WHERE practice_id = %(practice)s AND id = %(callback)s AND owner_id = %(person)s
   AND stage = ANY(%(stages)s)
