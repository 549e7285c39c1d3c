-- Tell the database which practice the transaction is about; "" means none.
SELECT set_config('ringback.practice', %(practice)s, true)
