"""The composition root: settings, addresses, the ASGI application."""
