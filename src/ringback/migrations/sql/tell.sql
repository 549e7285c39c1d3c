CREATE FUNCTION ringback_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('ringback', NEW.practice_id::text || ' ' || coalesce(NEW.subject_id::text, ''));
  RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT ON journal
  FOR EACH ROW WHEN (NEW.changed) EXECUTE FUNCTION ringback_tell();
