"""The PostgreSQL that comes with the product. No Django in here."""
