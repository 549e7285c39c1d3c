"""The screens: parse, one query or action, render."""
