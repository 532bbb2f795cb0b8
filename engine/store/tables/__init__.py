"""The engine's tables, one file for each topic."""

from engine.store.tables.archived import ArchivedInstance
from engine.store.tables.base import Table
from engine.store.tables.conditions import ConditionStart, HeldCondition
from engine.store.tables.definitions import Definition, Deployed, Deployment, File
from engine.store.tables.drafts import Draft
from engine.store.tables.facts import Fact, FactValues
from engine.store.tables.incidents import Incident
from engine.store.tables.instances import Instance
from engine.store.tables.jobs import Job
from engine.store.tables.log import Checkpoint, LogEntry, LogNode, LogPosition
from engine.store.tables.messages import Delivery, Message, MessageStart, Subscription
from engine.store.tables.nodes import Node
from engine.store.tables.people import Person, Trait
from engine.store.tables.questions import SavedQuestion
from engine.store.tables.records import Record, RecordValues
from engine.store.tables.requests import Request
from engine.store.tables.signals import Broadcast, Signal, SignalStart, SignalSubscription
from engine.store.tables.teams import Absence, Team
from engine.store.tables.timers import Timer, TimerStart
from engine.store.tables.tokens import Token
from engine.store.tables.work_items import Audience, WorkItem

__all__ = [
    "Absence",
    "ArchivedInstance",
    "Audience",
    "Broadcast",
    "Checkpoint",
    "ConditionStart",
    "Definition",
    "Delivery",
    "Deployed",
    "Deployment",
    "Draft",
    "Fact",
    "FactValues",
    "File",
    "HeldCondition",
    "Incident",
    "Instance",
    "Job",
    "LogEntry",
    "LogNode",
    "LogPosition",
    "Message",
    "MessageStart",
    "Node",
    "Person",
    "Record",
    "RecordValues",
    "Request",
    "SavedQuestion",
    "Signal",
    "SignalStart",
    "SignalSubscription",
    "Subscription",
    "Table",
    "Team",
    "Timer",
    "TimerStart",
    "Token",
    "Trait",
    "WorkItem",
]
