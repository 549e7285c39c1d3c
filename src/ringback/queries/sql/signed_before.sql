-- Whether these very words are a note of somebody's already, one that counts.
SELECT EXISTS (
  SELECT FROM note
   WHERE practice_id = %(practice)s AND callback_id = %(callback)s AND author_id = %(person)s
     AND text = %(text)s
     AND NOT EXISTS (SELECT FROM struck
                      WHERE struck.practice_id = %(practice)s AND struck.note_id = note.id)
     AND NOT EXISTS (SELECT FROM attempt_undone
                      WHERE attempt_undone.practice_id = %(practice)s
                        AND attempt_undone.attempt_id = note.attempt_id))
