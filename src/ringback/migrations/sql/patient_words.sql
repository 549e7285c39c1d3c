-- The words of a patient's name, one row each, follow the name whoever writes it.
CREATE FUNCTION ringback_patient_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NOT EXISTS (SELECT FROM fresh JOIN stale ON stale.id = fresh.id
                    WHERE fresh.folded <> stale.folded) THEN
      RETURN NULL;
    END IF;
    DELETE FROM patient_word USING fresh JOIN stale ON stale.id = fresh.id
     WHERE patient_word.practice_id = fresh.practice_id AND patient_word.patient_id = fresh.id
       AND fresh.folded <> stale.folded;
    INSERT INTO patient_word (id, practice_id, patient_id, word)
    SELECT gen_random_uuid(), named.practice_id, named.id, named.word
      FROM (SELECT DISTINCT fresh.practice_id, fresh.id, word
              FROM fresh JOIN stale ON stale.id = fresh.id,
                   unnest(string_to_array(fresh.folded, ' ')) AS word
             WHERE fresh.folded <> stale.folded AND word <> '') AS named;
  ELSE
    INSERT INTO patient_word (id, practice_id, patient_id, word)
    SELECT gen_random_uuid(), named.practice_id, named.id, named.word
      FROM (SELECT DISTINCT fresh.practice_id, fresh.id, word
              FROM fresh, unnest(string_to_array(fresh.folded, ' ')) AS word
             WHERE word <> '') AS named;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER words_of_new AFTER INSERT ON patient
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION ringback_patient_words();
CREATE TRIGGER words_of_changed AFTER UPDATE ON patient
  REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION ringback_patient_words();
