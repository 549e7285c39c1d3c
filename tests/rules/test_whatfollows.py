"""What every result says beforehand is what the rhythm does once it is logged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import rhythm, whatfollows
from ringback.rules.attempt import Result, Try
from ringback.rules.partsofday import AS_USUAL
from ringback.rules.rhythm import Setting
from ringback.rules.whatfollows import Follow, What
from tests.rules.test_rhythm import HOURS, MON, TUE, USUAL, at, no_answer

NOW = at(f"{MON} 09:00")
SETTING = Setting(hours=HOURS, parts=AS_USUAL, now=NOW, received_at=NOW)


def test_each_result_in_a_fresh_callback() -> None:
    found = {each: whatfollows.follow(each, [], USUAL, SETTING) for each in Result}
    assert {each: follow.what for each, follow in found.items()} == {
        Result.REACHED_PATIENT: What.FINISH,
        Result.REACHED_AUTHORISED: What.FINISH,
        Result.REACHED_OTHER: What.NEXT_TRY,
        Result.VOICEMAIL_LEFT: What.NEXT_TRY,
        Result.NO_VOICEMAIL: What.NEXT_TRY,
        Result.NO_ANSWER: What.NEXT_TRY,
        Result.BUSY: What.NEXT_TRY,
        Result.WRONG_NUMBER: What.CONTACT,
        Result.GREETING_MISMATCH: What.CONTACT,
        Result.DECLINED: What.ENDS,
        Result.CALL_LATER: What.THEY_NAME_A_TIME,
        Result.LANGUAGE_BARRIER: What.FINISH,
        Result.PATIENT_CALLED_US: What.FINISH,
        Result.SENT: What.NEXT_TRY,
    }
    left, silent = found[Result.VOICEMAIL_LEFT].plan, found[Result.NO_ANSWER].plan
    assert left is not None
    assert silent is not None
    assert left.at >= at(f"{TUE} 08:00")
    assert silent.at < left.at


def test_when_the_rhythm_is_used_up_somebody_decides() -> None:
    tries = [no_answer(f"{MON} 09:00")]
    later = Setting(hours=HOURS, parts=AS_USUAL, now=at(f"{TUE} 09:00"), received_at=NOW)
    assert whatfollows.follow(Result.NO_ANSWER, tries, USUAL[:1], later) == Follow(what=What.DECIDE)


def test_once_the_calls_are_made_something_is_written_where_the_pathway_asks_for_it() -> None:
    tries = [no_answer(f"{MON} 09:00")]
    letter = Try(result=Result.SENT, happened_at=at(f"{MON} 12:00"), channel="letter")
    later = Setting(hours=HOURS, parts=AS_USUAL, now=at(f"{TUE} 09:00"), received_at=NOW)

    def what(result: Result, *more: Try) -> What:
        return whatfollows.follow(result, [*tries, *more], USUAL[:1], later, in_writing=True).what

    assert what(Result.NO_ANSWER) is What.WRITE
    assert what(Result.NO_ANSWER, letter) is What.DECIDE
    assert what(Result.REACHED_PATIENT) is What.FINISH
    assert what(Result.SENT, no_answer(f"{MON} 12:00")) is What.WRITTEN


@given(
    earlier=st.lists(st.sampled_from([Result.NO_ANSWER, Result.VOICEMAIL_LEFT, Result.BUSY])),
    result=st.sampled_from([each for each in Result if each not in whatfollows.OUTRIGHT]),
)
def test_what_is_said_is_what_happens(earlier: list[Result], result: Result) -> None:
    tries = [Try(result=each, happened_at=NOW) for each in earlier]
    said = whatfollows.follow(result, tries, USUAL, SETTING)
    channel = "letter" if result is Result.SENT else "phone"
    logged = [*tries, Try(result=result, happened_at=NOW, channel=channel)]
    assert said.plan == rhythm.next_try(logged, USUAL, SETTING)
    assert (said.what is What.NEXT_TRY) == (said.plan is not None)
