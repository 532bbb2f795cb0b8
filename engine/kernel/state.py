"""The state of an instance: what is alive now, and nothing of what has been.

One state holds a root process and all processes that it has called, so that one lock guards the whole tree. Keys are
counters of the instance; the root process always has key 1.
"""

from datetime import datetime
from typing import Any

import msgspec

ROOT = 1
START_LISTENER, END_LISTENER = "start", "end"  # with a number, the `data` of a job


class Loop(msgspec.Struct, omit_defaults=True):
    """The multi-instance body's own bookkeeping: how many items there are, started and done, and their outputs."""

    size: int
    items: list[Any] = []
    started: int = 0
    done: int = 0
    outputs: list[Any] = []


class Compensable(msgspec.Struct, omit_defaults=True):
    """An activity that is complete and can be undone: by its `handler`, or by undoing what is `inside`."""

    element: str
    handler: str = ""
    variables: dict[str, Any] = {}
    inside: list["Compensable"] = []


class ElementInstance(msgspec.Struct, omit_defaults=True):
    """One run of an element: a process, a sub-process, a task that is waiting, a multi-instance body …

    `scope` is the key of the instance around it (0 for the root), `process` that of the process it stands in.
    `tokens` counts, by sequence flow, the tokens inside this scope that wait at a gateway for others.
    """

    element: str
    scope: int = 0
    process: int = ROOT
    definition: str = ""  # of a process: which version it runs
    phase: str = "active"  # activating · active · completing · held, and completed for the root
    children: int = 0
    variables: dict[str, Any] = {}
    tokens: dict[str, int] = {}
    waits: list[int] = []  # keys in State.waits that this instance owns
    loop: Loop | None = None  # only on a multi-instance body
    index: int = 0  # in a multi-instance: 1 for the first item
    resetting: dict[str, list[str]] = {}  # complex gateways that have begun: the flows whose tokens they used
    compensable: list[Compensable] = []  # what has ended inside this scope and can be undone
    undoing: list[Compensable] = []  # what this instance still has to undo, the last first
    states: dict[str, str] = {}  # of the data objects of this scope that are in one, by name
    input_set: str = ""  # the one that an activity with several input sets began with
    start_listened: int = 0  # how many of its execution listeners at the start are done
    end_listened: int = 0  # and of those at the end


class Timer(msgspec.Struct, tag="timer", tag_field="wait", omit_defaults=True):
    """A timer that will trigger `event` (an element id). `left` counts further repetitions, -1 for endless."""

    owner: int
    event: str
    due: datetime
    interval: str = ""
    left: int = 0


class Subscription(msgspec.Struct, tag="message", tag_field="wait", omit_defaults=True):
    """A wait for the message `name` with this correlation key."""

    owner: int
    event: str
    name: str
    correlation_key: str = ""


class SignalSubscription(msgspec.Struct, tag="signal", tag_field="wait", omit_defaults=True):
    """A wait for the signal `name`."""

    owner: int
    event: str
    name: str


class Condition(msgspec.Struct, tag="condition", tag_field="wait", omit_defaults=True):
    """A wait for the condition of `event` (the definition number `part` of it) to become true.

    `holds`: it happened and is still true; only after it was false it can happen again.
    """

    owner: int
    event: str
    part: int = 0
    holds: bool = False


class Inputs(msgspec.Struct, tag="inputs", tag_field="wait", omit_defaults=True):
    """A wait for the data of an input set. Like a condition, it is looked at when variables change."""

    owner: int


class Job(msgspec.Struct, tag="job", tag_field="wait", omit_defaults=True):
    """Work for a handler. With `data` it reads or writes a data store, or is an execution listener."""

    owner: int
    type: str
    retries: int
    data: str = ""


class WorkItem(msgspec.Struct, tag="work-item", tag_field="wait", omit_defaults=True):
    """A human task in the inbox."""

    owner: int
    assignee: str = ""
    on_behalf_of: str = ""


Wait = Timer | Subscription | SignalSubscription | Condition | Inputs | Job | WorkItem
EventWait = Timer | Subscription | SignalSubscription | Condition


class Incident(msgspec.Struct, omit_defaults=True):
    """What stopped, in which phase of its life cycle, and the sentence that says why."""

    owner: int
    phase: str
    sentence: str
    job: int = 0  # the key of the job that ran out of retries


class State(msgspec.Struct, omit_defaults=True):
    """All that is alive in an instance. A new instance starts from `State()`."""

    status: str = "new"  # new · active · suspended · completed · terminated
    next_key: int = ROOT
    elements: dict[int, ElementInstance] = {}
    waits: dict[int, Wait] = {}
    incidents: dict[int, Incident] = {}
    conditions: list[int] = []  # keys of the waits for conditions and data: a change of variables looks at them
