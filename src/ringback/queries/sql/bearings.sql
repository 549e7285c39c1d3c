-- The newest version of one pathway, the opening hours in force and the zone of a practice.
SELECT (SELECT id FROM category_version
         WHERE practice_id = practice.id AND code = %(code)s
         ORDER BY version DESC LIMIT 1),
       (SELECT id FROM opening_hours
         WHERE practice_id = practice.id ORDER BY since DESC LIMIT 1),
       zone
  FROM practice WHERE id = %(practice)s
