CREATE FUNCTION ringback_tell_presence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM pg_notify('ringback', OLD.practice_id::text || ' ' || OLD.callback_id::text);
  ELSE
    PERFORM pg_notify('ringback', NEW.practice_id::text || ' ' || NEW.callback_id::text);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT OR DELETE ON presence
  FOR EACH ROW EXECUTE FUNCTION ringback_tell_presence();
GRANT DELETE ON presence TO ringback_app;
