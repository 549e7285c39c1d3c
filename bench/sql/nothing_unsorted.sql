-- Every unsorted callback closed, so that whatever is claimed can be worked to its end.
UPDATE callback SET stage = 'closed', outcome = 'done', closed_at = now(), closed_by_id = owner_id,
       owner_id = NULL, lease_until = NULL, fence = fence + 1, next_party = 'practice',
       outcome_needed = ''
 WHERE closed_at IS NULL AND category = 'UNSORTED'
