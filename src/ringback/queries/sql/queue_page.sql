-- A page of the queue: one ordered walk through the open callbacks, or a few short ones merged.
-- A condition nobody asked for has NULL for its value: values are put in before the statement is
-- planned, so the planner drops it, and what is left is walked along the index made for it.
SELECT line.id, line.rank, due_at, received_at, fence, stage, level, category, category_version_id,
       kind, source, last_arrival_at, arrivals, due_why, visit_date, line.language, read_at,
       next_party, next_attempt_at, promised_at, review_at, outcome_needed, tries, last_result, last_tried_at,
       owner_id, lease_until, came_back, came_back_at, hand, hand_name, hand_post, hand_why,
       owner.name AS owner_name, line.name, phone, words
  FROM unnest(%(ranks)s::int[], %(parties)s::text[], %(lanes)s::text[]) AS walk (rank, party, lane),
  LATERAL (
    SELECT * FROM callback
     WHERE practice_id = %(practice)s AND closed_at IS NULL
       AND (%(by_rank)s::bool IS NULL OR rank = walk.rank)
       -- Said twice: the first for the walk, the second for the planner, who can count constants.
       AND (%(by_party)s::bool IS NULL
            OR next_party = walk.party AND next_party = ANY (%(parties)s::text[]))
       AND (%(by_lane)s::bool IS NULL OR category = walk.lane)
       AND (%(due_by)s::timestamptz IS NULL OR due_at <= %(due_by)s)
       AND (%(due_before)s::timestamptz IS NULL OR due_at < %(due_before)s)
       AND (%(owner)s::uuid IS NULL OR owner_id = %(owner)s)
       AND (%(anyones)s::bool IS NULL OR owner_id IS NULL AND stage IN ('unsorted', 'waiting'))
       AND (%(visit_date)s::date IS NULL OR visit_date = %(visit_date)s)
       AND (%(category)s::text IS NULL OR category = %(category)s)
       AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s))
       AND (%(source)s::text IS NULL OR source = %(source)s)
       AND (%(search)s::bool IS NULL
            OR upper(name) = upper(%(name)s) OR phone = %(number)s
            OR (%(loosely)s OR owner_id = %(person)s)
               AND (phone LIKE '%%' || %(ends)s OR upper(name) LIKE upper(%(holds)s)))
       AND (%(after)s::uuid IS NULL OR (rank, due_at, received_at, id)
            > (%(after_rank)s, %(after_due_at)s, %(after_received_at)s, %(after)s))
     ORDER BY rank, due_at, received_at, id LIMIT %(size)s
  ) AS line
  LEFT JOIN person AS owner ON owner.id = line.owner_id
 ORDER BY line.rank, due_at, received_at, line.id LIMIT %(size)s
