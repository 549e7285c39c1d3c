-- For the rest of the transaction, join large sets by hashing, whatever the planner expects: for
-- statements over rows so new that it takes them for a few.
SELECT set_config('enable_nestloop', 'off', true)
