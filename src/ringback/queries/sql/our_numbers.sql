-- The numbers callers dial: the practice's own where it says one, then those of its places, the
-- oldest place first.
SELECT number FROM (
  SELECT 0 AS place, created_at, phone AS number FROM practice
   WHERE id = %(practice)s AND phone <> ''
   UNION ALL
  SELECT 1, created_at, jsonb_array_elements_text(numbers) FROM location
   WHERE practice_id = %(practice)s AND removed_at IS NULL
) AS ours
 ORDER BY place, created_at
