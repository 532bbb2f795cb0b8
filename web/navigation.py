"""The main menu: the places, in the order of the day's work. Each person sees those that they may open."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import lazy_gettext

from engine.store import work_items
from web.auth.session import can, person
from web.office import office


@dataclass(frozen=True, slots=True)
class Place:
    route: str
    icon: str
    name: Any  # a lazy translation


WORK = (
    Place("inbox.page", "inbox", lazy_gettext("Work")),
    Place("customers.page", "customers", lazy_gettext("Customers")),
    Place("contact.new", "start", lazy_gettext("New contact")),
    Place("team.page", "team", lazy_gettext("Team")),
    Place("visits.page", "calendar", lazy_gettext("Company visits")),
    Place("scorecard.page", "chart", lazy_gettext("Scorecard")),
)
UPKEEP = (
    Place("studio.page", "studio", lazy_gettext("Processes")),
    Place("audit.page", "audit", lazy_gettext("Trace")),
    Place("imports.page", "upload", lazy_gettext("Read companies")),
    Place("operations.page", "operations", lazy_gettext("Operations")),
)


def menu(places: tuple[Place, ...]) -> list[dict[str, Any]]:
    """The entries of the present person; the one whose folder serves this page is marked."""
    folder = request.blueprint
    return [
        {
            "url": url_for(place.route),
            "icon": place.icon,
            "name": place.name,
            "here": place.route.split(".")[0] == folder,
            "count": own_work() if place.route == "inbox.page" else None,
        }
        for place in places
        if can(place.route)
    ]


def own_work() -> int | None:
    """How many work items wait for the person, beside the entry of the inbox."""
    somebody = person()
    if somebody is None:
        return None
    return work_items.held(office().database, somebody.account)


def install(app: Flask) -> None:
    @app.context_processor
    def navigation() -> dict[str, Any]:
        return {"menus": lambda: (menu(WORK), menu(UPKEEP))}
