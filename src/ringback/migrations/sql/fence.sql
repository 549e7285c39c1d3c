CREATE FUNCTION ringback_fence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.fence < OLD.fence
     OR (NEW.owner_id IS DISTINCT FROM OLD.owner_id AND NEW.fence <= OLD.fence) THEN
    RAISE EXCEPTION 'a change of owner raises the fence' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fence_grows BEFORE UPDATE OF owner_id, fence ON callback
  FOR EACH ROW EXECUTE FUNCTION ringback_fence();
