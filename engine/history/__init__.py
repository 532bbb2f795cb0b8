"""What happened: questions over the facts, the path that an instance took, replay and its proof."""

from engine.history.export import csv_rows
from engine.history.foresight import foreseen
from engine.history.moments import Change, Moment, Place, difference, moment
from engine.history.path import CalledProcess, Path, called, path
from engine.history.questions import FactRow, Filters, facts, steps, timeline
from engine.history.replay import Verification, replay, verify, verify_all
from engine.history.trace import TracePage, trace

__all__ = [
    "CalledProcess",
    "Change",
    "FactRow",
    "Filters",
    "Moment",
    "Path",
    "Place",
    "TracePage",
    "Verification",
    "called",
    "csv_rows",
    "difference",
    "facts",
    "foreseen",
    "moment",
    "path",
    "replay",
    "steps",
    "timeline",
    "trace",
    "verify",
    "verify_all",
]
