CREATE FUNCTION ringback_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is written once and kept', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
