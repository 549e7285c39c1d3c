"""Every write: one function, one transaction, one journal entry."""
