"""What a modification or migration would do, tried on a copy: nothing has happened yet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.errors import Impossible, Refused
from engine.kernel.context import Step
from engine.kernel.definitions import Definitions
from engine.kernel.elements import BEHAVIOURS
from engine.kernel.encoding import decode_state, encode_state
from engine.kernel.facts import Fact
from engine.kernel.instructions import MigrateInstance, ModifyInstance
from engine.kernel.operations.migration import migrate
from engine.kernel.operations.modification import modify
from engine.kernel.state import State
from engine.kernel.step import run_on
from engine.model.remark import Remark, remark


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done (`remarks`) and which facts follow, or the `reasons` why it can't be done."""

    remarks: tuple[Remark, ...] = ()
    facts: tuple[Fact, ...] = ()
    reasons: tuple[Remark, ...] = ()

    @property
    def possible(self) -> bool:
        return not self.reasons


ACTIONS: dict[type, Callable[[Step, Any], tuple[Remark, ...]]] = {ModifyInstance: modify, MigrateInstance: migrate}


def plan(definitions: Definitions, state: State, command: ModifyInstance | MigrateInstance, now: datetime) -> Plan:
    """Try `command` on a copy of `state`, and tell what would come of it."""
    step = Step(BEHAVIOURS, definitions, decode_state(encode_state(state)), now)
    try:
        remarks = ACTIONS[type(command)](step, command)
        run_on(step)
    except Impossible as impossible:
        return Plan(reasons=impossible.reasons)
    except Refused as refused:
        return Plan(reasons=(remark("{why}", why=refused),))
    return Plan(remarks, tuple(step.facts))
