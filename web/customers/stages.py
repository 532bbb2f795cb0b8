"""Where the customership is on the service path, as six steps that everybody knows by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext

from engine.store import Database, instances

PATH = "service-path"

STAGES: tuple[tuple[Any, frozenset[str]], ...] = (
    (lazy_gettext("Contact"), frozenset({"contact", "register-customer"})),
    (
        lazy_gettext("Needs assessment"),
        frozenset(
            {
                "define-customership",
                "decide-assessment",
                "name-expert",
                "tell-manager",
                "needs-assessment",
                "save-assessment-memo",
            }
        ),
    ),
    (
        lazy_gettext("Services"),
        frozenset(
            {
                "suggest-services",
                "choose-services",
                "services-join",
                "recruitment",
                "competence-development",
                "enterprise-development",
                "staff-reduction",
                "network-guidance",
            }
        ),
    ),
    (lazy_gettext("Feedback"), frozenset({"feedback"})),
    (lazy_gettext("Reassessment"), frozenset({"define-again", "reassessment", "update-customership"})),
    (lazy_gettext("Aftercare"), frozenset({"aftercare"})),
)

STAGE_OF: Mapping[str, int] = {element: number for number, (_, elements) in enumerate(STAGES) for element in elements}


@dataclass(frozen=True, slots=True)
class Stage:
    name: Any
    mark: str  # is-done, is-current or empty


def stages(database: Database, instance_id: str) -> list[Stage]:
    """The steps of the path, with the present one marked; none where the diagram's own elements are all others."""
    active = [element for element in instances.active_elements(database, instance_id) if element.process == 1]
    present = [STAGE_OF[element.element_id] for element in active if element.element_id in STAGE_OF]
    if not present:
        return []
    here = min(present)
    return [Stage(name, mark(number, here)) for number, (name, _) in enumerate(STAGES)]


def mark(number: int, here: int) -> str:
    if number == here:
        return "is-current"
    return "is-done" if number < here else ""
