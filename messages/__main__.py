"""`python -m messages` brings the catalogues up to date; `python -m messages check` only looks."""

from __future__ import annotations

import sys

from messages import catalogues


def main() -> int:
    """Answer 1 where something is left for a person to do."""
    if sys.argv[1:] != ["check"]:
        for language in catalogues.LANGUAGES:
            catalogues.bring_up_to_date(language)
    wrong = [words for each in catalogues.LANGUAGES for words in catalogues.complaints(each)]
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
