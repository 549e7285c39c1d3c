-- What was known of every callback of one kind that came in since a moment, until our first try:
-- what a changed pathway is tried on. What came after that try could not have made it sooner.
SELECT callback.location, callback.received_at, callback.visit_date, callback.heard::text,
       callback.first_action_at,
       ARRAY(SELECT arrival.happened_at FROM arrival
              WHERE arrival.practice_id = callback.practice_id
                AND arrival.callback_id = callback.id
                AND (callback.first_action_at IS NULL
                     OR arrival.happened_at <= callback.first_action_at)
              ORDER BY arrival.happened_at),
       (SELECT coalesce(jsonb_object_agg(done_fact.code, done_fact.value), '{}')::text
          FROM done_fact
         WHERE done_fact.practice_id = callback.practice_id
           AND done_fact.callback_id = callback.id)
  FROM callback
 WHERE callback.practice_id = %(practice)s
   AND callback.category = %(code)s
   AND callback.received_at > %(since)s
 ORDER BY callback.received_at, callback.id
