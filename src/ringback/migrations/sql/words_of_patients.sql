INSERT INTO patient_word (id, practice_id, patient_id, word)
SELECT gen_random_uuid(), named.practice_id, named.id, named.word
  FROM (SELECT DISTINCT patient.practice_id, patient.id, word
          FROM patient, unnest(string_to_array(patient.folded, ' ')) AS word
         WHERE word <> '') AS named;
