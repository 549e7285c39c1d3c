-- The floor's own table: the same rows without walls, journal or triggers, each index once.
CREATE TABLE bench_floor AS
  SELECT id, rank, due_at, received_at, category, stage, name, phone, words, owner_id, fence,
         lease_until, closed_at
    FROM callback;
ALTER TABLE bench_floor ADD PRIMARY KEY (id);
CREATE INDEX ON bench_floor (rank, due_at, received_at, id) WHERE closed_at IS NULL;
CREATE INDEX ON bench_floor (rank, due_at, received_at, id)
  WHERE closed_at IS NULL AND owner_id IS NULL AND stage IN ('unsorted', 'waiting');
CREATE TABLE bench_floor_arrival (
  id uuid PRIMARY KEY, source text NOT NULL, external_id text NOT NULL, kind text NOT NULL,
  phone text NOT NULL, name text NOT NULL, text text NOT NULL, happened_at timestamptz NOT NULL,
  UNIQUE (source, external_id));
GRANT SELECT, INSERT, UPDATE ON bench_floor, bench_floor_arrival TO ringback_app;
