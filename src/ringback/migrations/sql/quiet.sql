DROP TRIGGER tell ON journal;
CREATE TRIGGER tell AFTER INSERT ON journal FOR EACH ROW
  WHEN (NEW.changed AND current_setting('ringback.quiet', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION ringback_tell();
