-- Which version of each of these parts of the policy is in force for the practice as a whole.
SELECT DISTINCT ON (kind) kind, id, version FROM policy_part
 WHERE practice_id = %(practice)s AND name = '' AND kind = ANY(%(kinds)s)
 ORDER BY kind, version DESC
