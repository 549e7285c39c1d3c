REVOKE UPDATE, DELETE, TRUNCATE ON journal, note, attempt, category_version FROM ringback_app;
REVOKE UPDATE, DELETE, TRUNCATE ON arrival FROM ringback_app;
GRANT UPDATE (callback_id, settled, batch_id) ON arrival TO ringback_app;
GRANT DELETE ON django_session, staged_call, import_file, bad_row TO ringback_app;
REVOKE INSERT, UPDATE ON django_migrations FROM ringback_app;
