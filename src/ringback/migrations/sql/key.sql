ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_same_practice
  FOREIGN KEY (practice_id, {column}) REFERENCES {other} (practice_id, id);
