"""What is remembered: thin tables and named constraints."""

from ringback.models.arrival import Arrival, BadRow, ImportBatch, ImportFile, StagedCall
from ringback.models.callback import Callback
from ringback.models.door import Door
from ringback.models.journal import Entry, Outgoing
from ringback.models.knowncaller import KnownCaller
from ringback.models.ledger import Seal
from ringback.models.person import Membership, Person
from ringback.models.policy import Location, PolicyPart, ScriptSuggestion
from ringback.models.practice import CategoryVersion, Practice
from ringback.models.roster import Lane, LaneMember, LaneShift, OnCall, PostHolder
from ringback.models.work import Attempt, DoneFact, Draft, Note

__all__ = [
    "Arrival",
    "Attempt",
    "BadRow",
    "Callback",
    "CategoryVersion",
    "DoneFact",
    "Door",
    "Draft",
    "Entry",
    "ImportBatch",
    "ImportFile",
    "KnownCaller",
    "Lane",
    "LaneMember",
    "LaneShift",
    "Location",
    "Membership",
    "Note",
    "OnCall",
    "Outgoing",
    "Person",
    "PolicyPart",
    "PostHolder",
    "Practice",
    "ScriptSuggestion",
    "Seal",
    "StagedCall",
]
