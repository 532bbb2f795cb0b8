"""Which work the inbox shows, as its address says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.store.work_lists import Scope

MINE: Final = "mine"
GROUPS: Final = "groups"
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    scope: Scope
    text: str
    process: str
    overdue: bool
    after: str

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.process or self.overdue)

    def address(self) -> dict[str, str]:
        """The same as parameters of an address, without the page."""
        parts = {"scope": self.scope, "q": self.text, "process": self.process, "late": "1" if self.overdue else ""}
        return {name: value for name, value in parts.items() if value}


def wanted(arguments: Mapping[str, str], *, may_see_all: bool) -> Wanted:
    """What is asked for; a scope that the person may not see becomes their own work."""
    scopes: tuple[Scope, ...] = (MINE, GROUPS, ALL) if may_see_all else (MINE, GROUPS)
    asked = arguments.get("scope")
    return Wanted(
        scope=next((scope for scope in scopes if scope == asked), MINE),
        text=arguments.get("q", "").strip(),
        process=arguments.get("process", ""),
        overdue=bool(arguments.get("late")),
        after=arguments.get("after", ""),
    )
