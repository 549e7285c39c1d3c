ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_is_member
  FOREIGN KEY (practice_id, {column}) REFERENCES membership (practice_id, person_id);
