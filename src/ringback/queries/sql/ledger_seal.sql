-- Seal these entries, each in its position. A second sealer would be refused by the position.
INSERT INTO seal (practice_id, position, entry_id, hash, sealed_at)
SELECT %(practice)s, sealed.position, sealed.entry_id, sealed.hash, %(now)s
  FROM unnest(%(positions)s::bigint[], %(entries)s::uuid[], %(hashes)s::bytea[])
    AS sealed (position, entry_id, hash)
