"""Data as the standard draws it: items that hold values, and associations that move them (BPMN 2.0.2, 10.4).

The value of an item is a variable: the one called `name`, in the instance of the element `owner`.
"""

from dataclasses import dataclass

from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class DataItem:
    """A data object, property, data input or data output, or what an activity has of a data store.

    `owner` is the element that has the item: a process or sub-process, an activity or an event. `state` is the state in
    which a reference shows a data object. `awaited`: its value can still come, so that who needs it waits for it.
    `typed`: its value is meant for the engine; a document that is only drawn has no type. `store` is the name of the
    data store; its owner is the activity that reads or writes it.
    """

    id: str
    name: str
    owner: str
    state: str = ""
    awaited: bool = False
    typed: bool = False
    store: str = ""


@dataclass(frozen=True, slots=True)
class DataAssignment:
    """The value of `source` goes to the target of the association, or to the member at `path` inside it."""

    source: Expression
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataAssociation:
    """Moves data when an activity or event begins or ends; drawn only, it moves none (BPMN 2.0.2, table 10.65).

    With neither a transformation nor assignments the value of the one source is copied. Without sources and
    assignments only the state of the target changes.
    """

    id: str
    sources: tuple[DataItem, ...]
    target: DataItem
    transformation: Expression | None = None
    assignments: tuple[DataAssignment, ...] = ()


@dataclass(frozen=True, slots=True)
class DataSet:
    """An input set or output set, by the ids of its data. `required` must be there; `matches` are sets that go with it.

    The data that are optional or come while the activity runs are taken along where they are there.
    """

    id: str
    members: frozenset[str]
    required: frozenset[str]
    matches: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DataFlow:
    """What an element takes in and gives out, and what is its own (its properties)."""

    inputs: tuple[DataItem, ...] = ()
    outputs: tuple[DataItem, ...] = ()
    properties: tuple[DataItem, ...] = ()
    input_sets: tuple[DataSet, ...] = ()
    output_sets: tuple[DataSet, ...] = ()
    incoming: tuple[DataAssociation, ...] = ()
    outgoing: tuple[DataAssociation, ...] = ()


@dataclass(frozen=True, slots=True)
class LoopData:
    """The collections of a multi-instance, and what stands for one item of them (BPMN 2.0.2, table 10.30)."""

    input: DataItem | None = None
    input_item: DataItem | None = None
    output: DataItem | None = None
    output_item: DataItem | None = None


NO_LOOP_DATA = LoopData()


def store_job(store: str, access: str) -> str:
    """The type of the job that reads or writes (`access`) the data store."""
    return f"data-store:{store}:{access}"
