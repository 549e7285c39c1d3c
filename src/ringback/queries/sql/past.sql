-- What was known of every callback of one kind that came in since a moment, until our first try:
-- what a changed pathway is tried on. What came after that try could not have made it sooner. With
-- it what the place they came from promised then, how pressing it is held to be, and whether
-- something pressing of the same number was open when it came in, and the time they asked for.
WITH pressing AS MATERIALIZED (
     SELECT id, phone, created_at, closed_at FROM callback
      WHERE practice_id = %(practice)s AND rank < 2 AND phone <> ''
        AND (closed_at IS NULL OR closed_at > %(since)s))
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
           AND done_fact.callback_id = callback.id),
       (SELECT written ->> callback.source FROM policy_part
         WHERE practice_id = %(practice)s AND kind = 'promises' AND name = ''
           AND (version = 1 OR created_at <= callback.received_at)
         ORDER BY version DESC LIMIT 1),
       callback.level,
       EXISTS(SELECT FROM pressing JOIN arrival ON arrival.callback_id = callback.id
               WHERE pressing.phone = callback.phone AND pressing.id <> callback.id
                 AND arrival.practice_id = callback.practice_id
                 AND (callback.first_action_at IS NULL
                     OR arrival.happened_at <= callback.first_action_at)
                 AND pressing.created_at < arrival.stored_at
                 AND (pressing.closed_at IS NULL OR pressing.closed_at > arrival.stored_at)),
       callback.best_time,
       CASE WHEN callback.best_time_at <= callback.first_action_at
              OR callback.first_action_at IS NULL THEN callback.best_time_at END
  FROM callback
 WHERE callback.practice_id = %(practice)s
   AND callback.category = %(code)s
   AND callback.received_at > %(since)s
 ORDER BY callback.received_at, callback.id
