-- A part of the clockwork is alive. The database's clock says when, whoever's machine it runs on.
INSERT INTO heartbeat (id, name, at) VALUES (gen_random_uuid(), %(name)s, clock_timestamp())
    ON CONFLICT (name) DO UPDATE SET at = excluded.at
