-- What is known of an arrival before it is stored, in one question: the same one by its key, the
-- same one by its source's own id, and what is open for its number.
SELECT 'key' AS by, id, callback_id, body_digest
  FROM arrival WHERE practice_id = %(practice)s AND idempotency_key = %(key)s
UNION ALL
SELECT 'source', id, callback_id, body_digest
  FROM arrival
 WHERE practice_id = %(practice)s AND source = %(source)s AND external_id = %(external_id)s
UNION ALL
SELECT 'number', NULL, id, NULL
  FROM callback
 WHERE practice_id = %(practice)s AND closed_at IS NULL AND phone <> '' AND phone = %(phone)s
 ORDER BY by
