"""Mail to people who work here: invitations, links to set a password, word of a change."""
