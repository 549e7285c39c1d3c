-- The newest version of one pathway, the opening hours in force at a location and the zone of a
-- practice. A location without hours of its own keeps the practice's.
SELECT (SELECT id FROM category_version
         WHERE practice_id = practice.id AND code = %(code)s
         ORDER BY version DESC LIMIT 1),
       (SELECT id FROM policy_part
         WHERE practice_id = practice.id AND kind = 'hours' AND name IN ('', %(location)s)
         ORDER BY name DESC, version DESC LIMIT 1),
       zone
  FROM practice WHERE id = %(practice)s
