-- The entry of the practice's list of known callers for a number, if it is on it, and whether a try
-- to that number ever reached a patient: then it is a patient's, whatever the list says.
SELECT id, phone, who, next_time, category, at, by_id, set_aside,
       EXISTS (SELECT FROM callback JOIN attempt ON attempt.callback_id = callback.id
                WHERE callback.practice_id = %(practice)s AND callback.phone = known_caller.phone
                  AND attempt.practice_id = %(practice)s
                  AND attempt.result IN ('reached_patient', 'reached_authorised',
                                         'patient_called_us')) AS is_patients
  FROM known_caller
 WHERE practice_id = %(practice)s AND phone = %(phone)s AND removed_at IS NULL
