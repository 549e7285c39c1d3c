"""What is remembered: thin tables and named constraints."""
