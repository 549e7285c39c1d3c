-- The newest version of every pathway of a practice, by code.
SELECT DISTINCT ON (code) id FROM category_version
 WHERE practice_id = %(practice)s
 ORDER BY code, version DESC
