CREATE OR REPLACE FUNCTION ringback_refresh_statistics() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  ANALYZE callback, arrival, staged_call, patient, patient_number, patient_word,
    staged_patient, brought_patient;
END $$;
