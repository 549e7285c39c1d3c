-- Every lane of a practice as the queue's head tells of it: its rhythm and latest look, the shifts of
-- the weekdays asked for with their people's names, whether the person works in it, and how much of
-- it is open, where it has room for so many only (counted no further than a thousand).
SELECT lane.id, lane.name, lane.room, lane.check_minutes, lane.check_from, lane.check_until,
       lane.looked_at,
       EXISTS (SELECT FROM lane_member
                WHERE practice_id = %(practice)s AND lane_id = lane.id
                  AND person_id = %(person)s AND until IS NULL) AS member,
       COALESCE((SELECT json_agg(json_build_array(
                          weekday, start, "end", owner_id, owner.name, deputy.id, deputy.name))
                   FROM lane_shift
                   JOIN person AS owner ON owner.id = owner_id
                   JOIN membership AS here
                     ON here.practice_id = %(practice)s AND here.person_id = owner_id
                    AND here.left_at IS NULL
                   LEFT JOIN person AS deputy ON deputy.id = deputy_id
                  WHERE lane_shift.practice_id = %(practice)s AND lane_id = lane.id
                    AND until IS NULL AND weekday = ANY (%(weekdays)s)), '[]') AS shifts,
       CASE WHEN lane.room > 0 THEN
         (SELECT count(*) FROM (SELECT FROM callback
           WHERE practice_id = %(practice)s AND closed_at IS NULL
             AND category = ANY (lane.categories) LIMIT 1001) AS c)
       ELSE 0 END AS open_now
  FROM lane
 WHERE lane.practice_id = %(practice)s AND lane.removed_at IS NULL
 ORDER BY lane.created_at, lane.id
