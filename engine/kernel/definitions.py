"""The port through which the kernel sees what is deployed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from engine.model.process import Process


class DecisionOutcome(Protocol):
    """What evaluating a decision gave, and why."""

    @property
    def value(self) -> Any: ...
    @property
    def inputs(self) -> Mapping[str, Any]: ...
    @property
    def rules(self) -> tuple[tuple[str, ...], ...]: ...
    @property
    def warnings(self) -> tuple[str, ...]: ...


class Definitions(Protocol):
    """Deployed processes and decisions; a definition key is `id:version`, for instance `service-path:3`.

    `caller` is the definition that asks: a binding of `deployment` means what was deployed together with it.
    The `find_…` methods raise `engine.errors.NotDeployed` with a sentence.
    """

    def process(self, definition: str) -> Process: ...

    def find_process(self, process_id: str, binding: str, version_tag: str | None, caller: str) -> str: ...

    def find_decision(self, decision_id: str, binding: str, version_tag: str | None, caller: str) -> str: ...

    def find_form(self, form_id: str, caller: str) -> str: ...

    def decide(self, definition: str, variables: Mapping[str, Any], now: datetime) -> DecisionOutcome: ...
