-- What somebody did last with a callback, the callback's fence just after it, and until when they
-- may take it back.
SELECT kind, fence, until FROM last_step
 WHERE practice_id = %(practice)s AND callback_id = %(callback)s AND by_id = %(person)s
   AND until >= %(now)s
