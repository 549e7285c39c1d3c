-- The newest version of one pathway, the opening hours in force at a location, the zone of a practice,
-- what it promised by source at a time, and the opening hours of the practice as a whole. A location
-- without hours of its own (none, or empty ones) keeps the practice's. What was first promised holds
-- for what came in before, too: it was written down later than it was said.
SELECT (SELECT id FROM category_version
         WHERE practice_id = practice.id AND code = %(code)s
         ORDER BY version DESC LIMIT 1),
       COALESCE(
       (SELECT id FROM (
        SELECT id, written FROM policy_part
         WHERE practice_id = practice.id AND kind = 'hours'
           AND name = %(location)s AND %(location)s <> ''
         ORDER BY version DESC LIMIT 1) AS own WHERE written <> '{}'),
       (SELECT id FROM policy_part
         WHERE practice_id = practice.id AND kind = 'hours' AND name = ''
         ORDER BY version DESC LIMIT 1)),
       zone,
       (SELECT written FROM policy_part
         WHERE practice_id = practice.id AND kind = 'promises' AND name = ''
           AND (version = 1 OR created_at <= %(at)s)
         ORDER BY version DESC LIMIT 1),
       (SELECT id FROM policy_part
         WHERE practice_id = practice.id AND kind = 'hours' AND name = ''
         ORDER BY version DESC LIMIT 1)
  FROM practice WHERE id = %(practice)s
