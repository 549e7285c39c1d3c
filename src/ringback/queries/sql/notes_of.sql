-- The notes of a callback, the first first, with who said of each that it stands in the chart, and
-- whether it counts: it was not struck through, nor undone with its try.
SELECT note.id, note.author_id, author.name, note.signed_at, note.text, note.late,
       note.happened_at, note.clinical, note.attempt_id, told.name, chart_copy.at,
       NOT EXISTS (SELECT FROM attempt_undone
                    WHERE attempt_undone.practice_id = %(practice)s
                      AND attempt_undone.attempt_id = note.attempt_id)
       AND NOT EXISTS (SELECT FROM struck
                        WHERE struck.practice_id = %(practice)s AND struck.note_id = note.id),
       note.why_late
  FROM note
  JOIN person AS author ON author.id = note.author_id
  LEFT JOIN chart_copy ON chart_copy.practice_id = %(practice)s AND chart_copy.note_id = note.id
  LEFT JOIN person AS told ON told.id = chart_copy.by_id
 WHERE note.practice_id = %(practice)s AND note.callback_id = %(callback)s
 ORDER BY note.signed_at, note.id
