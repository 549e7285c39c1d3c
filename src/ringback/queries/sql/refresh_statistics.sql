-- Count anew how many rows there are, so that the planner stops walking what it thinks is empty.
SELECT ringback_refresh_statistics()
