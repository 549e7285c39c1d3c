"""The catalogues: sentences out of the sources, their translations, and what is read at run time.

Babel does the work, so no machine needs GNU gettext: `make messages` after new words are written,
and `make check` says what is missing.
"""
