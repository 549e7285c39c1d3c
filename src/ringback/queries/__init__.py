"""Every read: scoped by actor and practice, returned as small frozen rows."""
