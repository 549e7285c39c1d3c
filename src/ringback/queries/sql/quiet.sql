-- What this transaction writes down is of the past: no screen is told of it.
SELECT set_config('ringback.quiet', 'on', true)
