-- Lay rows of a patient list ready, as many as the arrays are long.
INSERT INTO staged_patient (
       practice_id, batch_id, id, position, line, name, birth_date, record_number, language,
       numbers, asked, topic, verdict)
SELECT %(practice)s, %(batch)s, given.*, ''
  FROM unnest(
       %(id)s::uuid[], %(position)s::int[], %(line)s::int[], %(name)s::text[],
       %(birth_date)s::date[], %(record_number)s::text[], %(language)s::text[],
       %(numbers)s::jsonb[], %(asked)s::text[], %(topic)s::text[]) AS given
