"""What is remembered: thin tables and named constraints."""

from ringback.models.arrival import Arrival, BadRow, ImportBatch, ImportFile, StagedCall
from ringback.models.breakglass import BreakGlass
from ringback.models.call import Call, CheckLift, Comparison
from ringback.models.callback import Callback
from ringback.models.connector import Connector
from ringback.models.door import Door
from ringback.models.hands import Hand, LastStep, Undone, Waiting
from ringback.models.heartbeat import Heartbeat
from ringback.models.inbound import Inbound
from ringback.models.journal import Entry, Outgoing
from ringback.models.knowncaller import KnownCaller
from ringback.models.ledger import Seal
from ringback.models.notework import ChartCopy, ScopeSettled
from ringback.models.paper import Sheet, SheetRow
from ringback.models.patient import (
    Authority,
    Consent,
    ContactRule,
    Patient,
    PatientNumber,
    Visit,
)
from ringback.models.patientlist import BroughtPatient, PatientWord, StagedPatient
from ringback.models.person import FormerAddress, Membership, NewAddress, Person
from ringback.models.policy import Location, PolicyPart, ScriptSuggestion
from ringback.models.practice import CategoryVersion, Practice
from ringback.models.presence import Presence
from ringback.models.right import Incident, Struck
from ringback.models.roster import Lane, LaneMember, LaneShift, OnCall, PostHolder
from ringback.models.signin import DeskSignIn, Invitation
from ringback.models.work import Attempt, DoneFact, Draft, Note

__all__ = [
    "Arrival",
    "Attempt",
    "Authority",
    "BadRow",
    "BreakGlass",
    "BroughtPatient",
    "Call",
    "Callback",
    "CategoryVersion",
    "ChartCopy",
    "CheckLift",
    "Comparison",
    "Connector",
    "Consent",
    "ContactRule",
    "DeskSignIn",
    "DoneFact",
    "Door",
    "Draft",
    "Entry",
    "FormerAddress",
    "Hand",
    "Heartbeat",
    "ImportBatch",
    "ImportFile",
    "Inbound",
    "Incident",
    "Invitation",
    "KnownCaller",
    "Lane",
    "LaneMember",
    "LaneShift",
    "LastStep",
    "Location",
    "Membership",
    "NewAddress",
    "Note",
    "OnCall",
    "Outgoing",
    "Patient",
    "PatientNumber",
    "PatientWord",
    "Person",
    "PolicyPart",
    "PostHolder",
    "Practice",
    "Presence",
    "ScopeSettled",
    "ScriptSuggestion",
    "Seal",
    "Sheet",
    "SheetRow",
    "StagedCall",
    "StagedPatient",
    "Struck",
    "Undone",
    "Visit",
    "Waiting",
]
