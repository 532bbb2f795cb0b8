"""The one table of who may use which route. A route that isn't in it is refused to everybody.

A route's name is `blueprint.view`; what shows and what changes are views of their own, so that each has its row.
"""

from collections.abc import Collection, Mapping

EXPERT = "expert"
MANAGER = "service-manager"
OWNER = "process-owner"
AUDITOR = "auditor"
ADMINISTRATOR = "administrator"
ROLES = (EXPERT, MANAGER, OWNER, AUDITOR, ADMINISTRATOR)

#: Not a role: who hasn't signed in.
ANYBODY = "anybody"

PUBLIC = frozenset({ANYBODY, *ROLES})
SIGNED_IN = frozenset(ROLES)
WORKERS = frozenset({EXPERT, MANAGER})
READERS_OF_CUSTOMERS = frozenset({EXPERT, MANAGER, AUDITOR})
TRACERS = frozenset({MANAGER, AUDITOR})
READERS_OF_HISTORY = frozenset({EXPERT, MANAGER, OWNER, AUDITOR})
OWNERS = frozenset({OWNER})

RIGHTS: Mapping[str, frozenset[str]] = {
    "static": PUBLIC,
    "auth.home": SIGNED_IN,
    "auth.sign_in": PUBLIC,
    "auth.try_sign_in": PUBLIC,
    "auth.sign_out": PUBLIC,
    "language.choose": PUBLIC,
    "health.live": PUBLIC,
    "health.ready": PUBLIC,
    "feedback.ask": PUBLIC,
    "feedback.give": PUBLIC,
    "inbox.page": WORKERS,
    "inbox.item": WORKERS,
    "inbox.claim": WORKERS,
    "inbox.release": WORKERS,
    "inbox.complete": WORKERS,
    "customers.page": READERS_OF_CUSTOMERS,
    "customers.one": READERS_OF_CUSTOMERS,
    "customers.add_memo": WORKERS,
    "contact.new": WORKERS,
    "contact.begin": WORKERS,
    "studio.page": SIGNED_IN,
    "studio.open": SIGNED_IN,
    "studio.content": SIGNED_IN,
    "studio.version": SIGNED_IN,
    "studio.check": OWNERS,
    "studio.save_draft": OWNERS,
    "studio.discard_draft": OWNERS,
    "studio.release": OWNERS,
    "audit.page": TRACERS,
    "audit.export": TRACERS,
    "audit.instance": READERS_OF_HISTORY,
    "audit.diagram": READERS_OF_HISTORY,
    "audit.verify": TRACERS,
}


def may(roles: Collection[str], route: str) -> bool:
    """Whether somebody with these roles may use the route; without roles, whether anybody may."""
    allowed = RIGHTS.get(route, frozenset())
    return ANYBODY in allowed or not allowed.isdisjoint(roles)
