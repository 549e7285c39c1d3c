"""What phone systems' words mean."""

import pytest

from ringback.channels.calllog import words


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Accepted", "person"),
        ("Call connected", "person"),
        ("Answered Elsewhere", "person"),
        ("completed", "person"),
        ("picked_up", "person"),
        ("TRUE", "person"),
        ("Answered by Ann", "person"),
        ("Voicemail", "voicemail"),
        ("voice_mail", "voicemail"),
        ("Left message", "voicemail"),
        ("Missed", "nobody"),
        ("No Answer", "nobody"),
        ("no-answer", "nobody"),
        ("NOANSWER", "nobody"),
        ("Unanswered", "nobody"),
        ("Not answered", "nobody"),
        ("Abandoned", "nobody"),
        ("Hang Up", "nobody"),
        ("ring_timeout", "nobody"),
        ("call_failed", "nobody"),
        ("canceled", "nobody"),
        ("unconnected", "nobody"),
        ("Busy", "nobody"),
        ("Rejected", "nobody"),
        ("no", "nobody"),
        ("Wibble", None),
    ],
)
def test_a_result_means_a_person_a_voicemail_nobody_or_is_not_known(
    text: str, meant: str | None
) -> None:
    assert words.outcome(text) == meant


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Inbound", "inbound"),
        ("Incoming", "inbound"),
        ("in", "inbound"),
        ("Missed", "inbound"),
        ("outbound-api", "outbound"),
        ("Outgoing", "outbound"),
        ("trunking-terminating", "outbound"),
        ("Internal", "internal"),
        ("Voice", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_direction_is_read_from_its_word(text: str, direction: str) -> None:
    assert words.direction(text) == direction


@pytest.mark.parametrize("text", ["VMail", "auto_receptionist", "Queue", "machine_end_beep", "IVR"])
def test_a_machine_is_no_person(text: str) -> None:
    assert words.is_machine(text)


@pytest.mark.parametrize("text", ["Extension", "user", "human", "ExternalLine"])
def test_a_telephone_is(text: str) -> None:
    assert not words.is_machine(text)
