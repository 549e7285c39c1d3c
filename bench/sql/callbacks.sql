-- %(rows)s callbacks as a busy practice has them, %(open)s of them open, spread over the whole
-- table; a fifth overdue, a third owned. Run as superuser: row-level security does not apply.
INSERT INTO callback (
  practice_id, id, category_version_id, category, stage, outcome, level, rank,
  source, location, kind, received_at, last_arrival_at, arrivals, created_at, due_at, respond_by,
  due_why, due_window, due_since, resolve_by, heard, visit_date, phone, name, language, words, next_party,
  outcome_needed, tries, last_result, last_tried_at, first_action_at, owner_id, fence,
  lease_until, came_back, closed_at, closed_by_id, best_time, best_time_read,
  hand, hand_name, hand_post, hand_why)
SELECT
  p.id, gen_random_uuid(), v.ids[k.lane], v.codes[k.lane],
  CASE WHEN NOT g.open THEN 'closed' WHEN v.codes[k.lane] = 'UNSORTED' THEN 'unsorted'
       WHEN k.owned THEN 'owned' ELSE 'waiting' END,
  CASE WHEN NOT g.open THEN 'done' END,
  CASE WHEN g.a < 0.01 THEN 'emergency' WHEN g.a < 0.04 THEN 'urgent'
       WHEN g.a < 0.30 THEN 'clinical' ELSE 'routine' END,
  CASE WHEN g.a < 0.01 THEN 0 WHEN g.a < 0.04 THEN 1 ELSE 2 END,
  (ARRAY['phone', 'phone', 'phone', 'web', 'portal'])[k.way], '',
  (ARRAY['missed_call', 'voicemail', 'missed_call', 'web_form', 'portal_message'])[k.way],
  k.received_at, k.received_at, 1 + (g.b < 0.15)::int, k.received_at,
  k.received_at + interval '24 hours', k.received_at + interval '24 hours', '',
  '60 business minutes', k.received_at, k.received_at + interval '72 hours', '[]',
  CASE WHEN g.b < 0.1 THEN (now() AT TIME ZONE p.zone)::date + 1 END,
  '+1' || 200 + mod(g.n / 100, 400) || '55501' || lpad(mod(g.n, 100)::text, 2, '0'),
  (ARRAY['Ana', 'Bo', 'Carmen', 'Dev', 'Elif', 'Femi', 'Grace', 'Hugo'])[1 + mod(g.n, 8)]
    || ' ' || (ARRAY['Reyes', 'Larsen', 'Okafor', 'Nguyen', 'Silva'])[k.way],
  CASE WHEN k.way = 5 THEN 'es' ELSE 'en' END,
  CASE WHEN k.way = 1 THEN '' ELSE 'Please call me back about my appointment on Thursday.' END,
  CASE WHEN k.owned THEN 'owner' WHEN g.open AND g.c < 0.1 THEN 'patient' ELSE 'practice' END,
  CASE WHEN g.open THEN 'reach them, learn the reason' ELSE '' END,
  k.tried::int, CASE WHEN k.tried THEN 'no_answer' ELSE '' END,
  CASE WHEN k.tried THEN k.received_at + interval '10 minutes' END,
  CASE WHEN k.tried THEN k.received_at + interval '10 minutes' END,
  CASE WHEN k.owned THEN o.ids[1 + mod(g.n / 7, cardinality(o.ids))] END,
  1 + k.owned::int,
  CASE WHEN k.owned THEN now() + interval '30 days' END,
  '',
  CASE WHEN NOT g.open THEN k.received_at + interval '3 hours' END,
  CASE WHEN NOT g.open THEN o.ids[1] END, '', '{}', '', '', '', ''
FROM practice p,
  (SELECT array_agg(id ORDER BY code) AS ids, array_agg(code ORDER BY code) AS codes
     FROM category_version
    WHERE code IN ('INTAKE', 'MISSED', 'NEWPT', 'UNSORTED')) AS v,
  (SELECT array_agg(id ORDER BY email) AS ids FROM person WHERE email LIKE 'owner%%') AS o,
  (SELECT n, mod(n, %(rows)s / %(open)s) = 0 AS open, random() AS a, random() AS b, random() AS c,
          random() AS d
     FROM generate_series(1, %(rows)s::int) AS n) AS g,
  LATERAL (
    SELECT 1 + floor(g.d * cardinality(v.ids))::int AS lane, 1 + floor(g.b * 5)::int AS way,
           g.open AND g.c > 0.7 AS owned, g.a > 0.7 AS tried,
           now() - interval '30 hours' + interval '29 hours' * g.c * g.d AS received_at) AS k
