-- What somebody is writing about a callback, with what other windows of theirs had.
SELECT text, fields::text, version, "window", beside::text, late, saved_at
  FROM draft
 WHERE practice_id = %(practice)s AND callback_id = %(callback)s AND author_id = %(person)s
