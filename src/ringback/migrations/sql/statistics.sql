CREATE FUNCTION ringback_refresh_statistics() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  ANALYZE callback, arrival, staged_call;
END $$;
REVOKE ALL ON FUNCTION ringback_refresh_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ringback_refresh_statistics() TO ringback_app;
