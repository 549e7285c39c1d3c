-- Which entry a position of the ledger is of.
SELECT entry_id FROM seal WHERE practice_id = %(practice)s AND position = %(position)s
