-- Which practice the transaction is about, or "".
SELECT coalesce(current_setting('ringback.practice', true), '')
