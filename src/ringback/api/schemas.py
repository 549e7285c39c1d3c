"""What the machine door takes and gives, as its OpenAPI description says it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, TypeAdapter
from pydantic_core import PydanticCustomError

from ringback.api import examples
from ringback.rules import oneline
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result

if TYPE_CHECKING:
    from ringback.queries.callback import CallbackView
    from ringback.queries.queue import QueueRow

NUL_FREE = r"^[^\x00]*$"


def _without_controls(text: str) -> str:
    if oneline.controls_in(text):
        raise PydanticCustomError("controls", "Has a control character; send it in one line.")
    return text


def _as_it_reads(text: str) -> str:
    if oneline.turns_in(text):
        raise PydanticCustomError("turns", "Has a character that turns the order of letters.")
    return text


OneLine = Annotated[str, AfterValidator(_without_controls)]
"""A name or number as somebody typed it: what turns letters round is taken out, not refused. A
program that passes it on cannot mend it, and a number copied from a page often has some."""

Code = Annotated[OneLine, AfterValidator(_as_it_reads)]
"""What tells one thing from another: two of them that look the same are the same."""

Line = Annotated[Code, StringConstraints(max_length=200)]
RESULTS_IN_WORDS = "\n".join(f"- `{code}`: {means}" for code, means in examples.RESULTS.items())
Text = Annotated[str, StringConstraints(max_length=20_000, pattern=NUL_FREE)]


class ArrivalIn(Schema, extra="forbid", json_schema_extra={"example": examples.ARRIVAL}):
    """Something a patient did. `happened_at` is when they acted; now, where it is not given.

    `location` is the short name of the practice's place they asked, where it has several.
    `best_time` is when they say it is best to call, in their words ("after 4", "Thursday
    morning"): a routine request whose words are understood is due at the end of that time.
    `language` is the one they spoke or wrote ("es"); `unsure` says that a machine wrote their words
    down and is not sure of them: somebody listens to such a voicemail soon.
    """

    source: Annotated[Code, StringConstraints(min_length=1, max_length=40)]
    external_id: Annotated[Code, StringConstraints(min_length=1, max_length=200)]
    kind: Kind
    phone: Annotated[OneLine, StringConstraints(max_length=40)]
    name: Annotated[OneLine, StringConstraints(max_length=120)] = ""
    text: Text = ""
    category: Annotated[Code, StringConstraints(max_length=20)] | None = None
    happened_at: AwareDatetime | None = None
    location: Annotated[Code, StringConstraints(max_length=40)] = ""
    best_time: Annotated[OneLine, StringConstraints(max_length=200)] = ""
    language: Annotated[str, StringConstraints(pattern="^([a-z]{2})?$")] = ""
    unsure: bool = False


class ArrivalOut(Schema, json_schema_extra={"example": examples.ARRIVED}):
    """What became of it."""

    arrival_id: UUID
    callback_id: UUID | None


class AttemptIn(Schema, extra="forbid", json_schema_extra={"example": examples.ATTEMPT}):
    """One try to reach somebody.

    `greeting_matched` is asked of a voicemail: whether the greeting was the patient's.
    `why_late` is asked of what is told more than a day after `happened_at`.
    """

    result: Annotated[Result, Field(description=RESULTS_IN_WORDS)]
    channel: Annotated[str, StringConstraints(max_length=12, pattern=r"^[a-z_]+$")] = "phone"
    number: Annotated[OneLine, StringConstraints(max_length=40)] = ""
    call_again_at: AwareDatetime | None = None
    happened_at: AwareDatetime | None = None
    why_late: Line = ""
    greeting_matched: bool | None = None
    note: Text = ""


class AttemptOut(Schema, json_schema_extra={"example": examples.ATTEMPTED}):
    """What followed from the try."""

    attempt_id: UUID
    next_attempt_at: datetime | None


class DoneIn(Schema, extra="forbid", json_schema_extra={"example": examples.DONE}):
    """The facts that make it done, by their codes, and the note."""

    facts: dict[Line, Any] = Field(default_factory=dict, max_length=50)
    note: Text = ""


class CallbackOut(Schema, json_schema_extra={"example": examples.CALLBACK}):
    """A callback as this token's person may see it: null where they may not."""

    id: UUID
    fence: int
    stage: str
    level: str
    category: str
    category_name: str
    kind: str
    source: str
    received_at: datetime
    arrivals: int
    due_at: datetime
    due_why: str
    visit_date: date | None
    language: str
    tries: int
    last_result: str
    next_attempt_at: datetime | None
    next_party: str
    outcome_needed: str
    owner: str | None
    mine: bool
    lease_until: datetime | None
    name: str | None
    phone: str | None
    words: str | None


class AnswerOut(Schema, json_schema_extra={"example": examples.ANSWER}):
    """What a clinician said the patient is to be told; `text` is null before the check."""

    text: str | None
    by: str
    at: datetime


class OpenedOut(CallbackOut, json_schema_extra={"example": examples.OPENED}):
    """A callback read by itself. `answer` is a clinician's latest; null without one, or unseen."""

    answer: AnswerOut | None


OUR_FIELDS: Final = frozenset(
    {*ArrivalIn.model_fields, *AttemptIn.model_fields, *DoneIn.model_fields}
    | {"body", "asked", "filter", "category", "source", "after", "callback_id"}
)
"""Names an error may repeat; any other was made up by whoever sent it."""


_ANYTHING: Final = TypeAdapter(Any)


def in_json(value: object) -> bytes:
    """JSON of plain values, ids, times and codes, and of lists and dictionaries of them."""
    return _ANYTHING.dump_json(value)


def callback_out(view: CallbackView) -> dict[str, Any]:
    """An opened callback for the machine door."""
    return {
        "id": view.id,
        "fence": view.fence,
        "stage": view.stage,
        "level": view.level,
        "category": view.category,
        "category_name": view.pathway.name,
        "kind": view.kind,
        "source": view.source,
        "received_at": view.received_at,
        "arrivals": view.arrivals_count,
        "due_at": view.due_at,
        "due_why": view.due_why,
        "visit_date": view.visit_date,
        "language": view.language,
        "tries": view.tries,
        "last_result": view.attempts[-1].result if view.attempts else "",
        "next_attempt_at": view.next_attempt_at,
        "next_party": view.next_party,
        "outcome_needed": view.outcome_needed,
        "owner": view.owner_name or None,
        "mine": view.mine,
        "lease_until": view.lease_until,
        "name": view.name,
        "phone": view.phone,
        "words": view.words,
    }


def opened_out(view: CallbackView) -> dict[str, Any]:
    """An opened callback with what only the callback itself shows."""
    told = view.answer
    text = told.value if told and not told.after_check else None
    answer = {"text": text, "by": told.by, "at": told.at} if told else None
    return {**callback_out(view), "answer": answer}


def row_out(row: QueueRow, person_id: UUID) -> dict[str, Any]:
    """A line of the queue for the machine door."""
    return {
        "id": row.id,
        "fence": row.fence,
        "stage": row.stage,
        "level": row.level,
        "category": row.category,
        "category_name": row.category_name,
        "kind": row.kind,
        "source": row.source,
        "received_at": row.received_at,
        "arrivals": row.arrivals,
        "due_at": row.due_at,
        "due_why": row.due_why,
        "visit_date": row.visit_date,
        "language": row.language,
        "tries": row.tries,
        "last_result": row.last_result,
        "next_attempt_at": row.next_attempt_at,
        "next_party": row.next_party,
        "outcome_needed": row.outcome_needed,
        "owner": row.owner_name,
        "mine": row.owner_id == person_id,
        "lease_until": row.lease_until,
        "name": row.name,
        "phone": row.phone,
        "words": row.words,
    }
