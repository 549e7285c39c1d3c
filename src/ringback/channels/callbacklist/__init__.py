"""The list a practice kept before: rows of a spreadsheet or sticky notes become callbacks."""
