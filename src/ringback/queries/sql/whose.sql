-- What kind of request a callback is now, and whose.
SELECT category, owner_id FROM callback
 WHERE practice_id = %(practice)s AND id = %(callback)s
