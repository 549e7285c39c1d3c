"""The database, step by step: tables, row-level security, triggers, constraints."""
