ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY of_practice ON {table}
  USING (practice_id = (SELECT NULLIF(current_setting('ringback.practice', true), '')::uuid))
  WITH CHECK (practice_id = (SELECT NULLIF(current_setting('ringback.practice', true), '')::uuid));
