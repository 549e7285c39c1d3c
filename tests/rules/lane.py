"""The notes of lane.txt, set by set, and the article's own good note."""

from pathlib import Path

ARTICLES_NOTE = (
    "Returned voicemail about rescheduling Friday appointment. Patient reached. Verified DOB. "
    "Offered next available dates. Patient chose Tuesday at 10:30 a.m. Sent confirmation. "
    "No clinical questions asked."
)


def sets() -> dict[str, list[tuple[str, set[str]]]]:
    """By name of the set: each note with the codes of how the lane was left in it."""
    found: dict[str, list[tuple[str, set[str]]]] = {}
    for line in Path(__file__).with_name("lane.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            rows = found.setdefault(line[3:].split(":")[0], [])
        elif line and not line.startswith("#"):
            codes, _, text = line.partition("|")
            rows.append((text.strip(), set(codes.split())))
    return found
