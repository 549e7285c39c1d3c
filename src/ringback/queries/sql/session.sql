-- What a session that has not ended holds, sealed by Django.
SELECT session_data FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s
