-- Sign a note, and finish its author's draft where the draft's words are in it. Other words stay:
-- they may be what another window of theirs was refused, and they are kept nowhere else.
WITH signed AS (
  INSERT INTO note (id, practice_id, callback_id, author_id, text, signed_at, late, clinical)
  VALUES (%(id)s, %(practice)s, %(callback)s, %(author)s, %(text)s, %(now)s, false,
          %(clinical)s)
)
UPDATE draft SET text = '', saved_at = %(now)s
 WHERE practice_id = %(practice)s AND callback_id = %(callback)s AND author_id = %(author)s
   AND position(btrim(text) IN %(text)s) > 0
