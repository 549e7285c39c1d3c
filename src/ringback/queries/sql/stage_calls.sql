-- Lay missed calls of a phone log ready, as many as the arrays are long.
-- unnest, because COPY is refused for a role under row-level security.
INSERT INTO staged_call (
       practice_id, batch_id, id, position, line, external_id, kind, happened_at, phone, called,
       seconds, settled, opens, leads, category, calls, last_at, due_at, due_why,
       due_window, due_since, resolve_by)
SELECT %(practice)s, %(batch)s, given.*
  FROM unnest(
       %(id)s::uuid[], %(position)s::int[], %(line)s::int[], %(external_id)s::text[],
       %(kind)s::text[], %(happened_at)s::timestamptz[], %(phone)s::text[], %(called)s::text[],
       %(seconds)s::int[], %(settled)s::text[], %(opens)s::uuid[], %(leads)s::bool[],
       %(category)s::text[], %(calls)s::int[], %(last_at)s::timestamptz[],
       %(due_at)s::timestamptz[], %(due_why)s::text[], %(due_window)s::text[],
       %(due_since)s::timestamptz[], %(resolve_by)s::timestamptz[]) AS given
