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

#: Roles of programs, which come in by a token of the API and never by a page.
JOB_WORKER = "job-worker"
CLIENT = "client"
PROGRAM_ROLES = (JOB_WORKER, CLIENT)

#: Not a role: who hasn't signed in.
ANYBODY = "anybody"

PUBLIC = frozenset({ANYBODY, *ROLES})
SIGNED_IN = frozenset(ROLES)
WORKERS = frozenset({EXPERT, MANAGER})
READERS_OF_CUSTOMERS = frozenset({EXPERT, MANAGER, AUDITOR})
TRACERS = frozenset({MANAGER, AUDITOR})
READERS_OF_HISTORY = frozenset({EXPERT, MANAGER, OWNER, AUDITOR})
READERS_OF_DIAGRAMS = frozenset({*READERS_OF_HISTORY, ADMINISTRATOR})
ADMINISTRATORS = frozenset({ADMINISTRATOR})
OWNERS = frozenset({OWNER})
MANAGERS = frozenset({MANAGER})
KEEPERS_OF_PEOPLE = frozenset({MANAGER, ADMINISTRATOR})
READERS_OF_GOALS = frozenset({MANAGER, OWNER, AUDITOR})
CALLERS = frozenset({*ROLES, CLIENT})
STARTERS = frozenset({EXPERT, MANAGER, CLIENT})
OPERATORS = frozenset({MANAGER, ADMINISTRATOR})
JOB_WORKERS = frozenset({JOB_WORKER})

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
    "enquiry.ask": PUBLIC,
    "enquiry.make": PUBLIC,
    "enquiry.thanks": PUBLIC,
    "inbox.page": WORKERS,
    "inbox.item": WORKERS,
    "inbox.claim": WORKERS,
    "inbox.release": WORKERS,
    "inbox.complete": WORKERS,
    "customers.page": READERS_OF_CUSTOMERS,
    "customers.one": READERS_OF_CUSTOMERS,
    "customers.add_memo": WORKERS,
    "customers.begin": WORKERS,
    "customers.confirm_person": WORKERS,
    "customers.reject_person": WORKERS,
    "imports.page": KEEPERS_OF_PEOPLE,
    "imports.read": KEEPERS_OF_PEOPLE,
    "imports.report": KEEPERS_OF_PEOPLE,
    "imports.refused": KEEPERS_OF_PEOPLE,
    "contact.new": WORKERS,
    "contact.begin": WORKERS,
    "team.page": MANAGERS,
    "team.one": MANAGERS,
    "team.move": MANAGERS,
    "team.start_round": MANAGERS,
    "team.absences": MANAGERS,
    "team.add_absence": MANAGERS,
    "team.what_if": MANAGERS,
    "team.absence": MANAGERS,
    "team.change_absence": MANAGERS,
    "team.withdraw_absence": MANAGERS,
    "people.page": KEEPERS_OF_PEOPLE,
    "people.one": KEEPERS_OF_PEOPLE,
    "people.change": KEEPERS_OF_PEOPLE,
    "people.save_team": KEEPERS_OF_PEOPLE,
    "visits.page": READERS_OF_HISTORY,
    "scorecard.page": READERS_OF_GOALS,
    "scorecard.export": READERS_OF_GOALS,
    "calendar_feed.page": WORKERS,
    "calendar_feed.renew": WORKERS,
    "calendar_feed.revoke": WORKERS,
    "calendar_feed.feed": PUBLIC,  # the link itself is the key
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
    "audit.trace_pdf": TRACERS,
    "audit.instance": READERS_OF_HISTORY,
    "audit.diagram": READERS_OF_DIAGRAMS,
    "audit.verify": TRACERS,
    "audit.moment": TRACERS,
    "audit.save_question": TRACERS,
    "audit.remove_question": TRACERS,
    "audit.readers": TRACERS,
    "audit.same_person": TRACERS,
    "audit.late": TRACERS,
    "audit.substitutes": TRACERS,
    "audit.modified": TRACERS,
    "audit.mining": READERS_OF_GOALS,
    "audit.mining_file": TRACERS,
    "audit.proof": TRACERS,
    "audit.proof_keys": TRACERS,
    "audit.proof_checkpoint": TRACERS,
    "operations.page": OPERATORS,
    "operations.retry_many": OPERATORS,
    "operations.confirm_retry": OPERATORS,
    "operations.retry_all": OPERATORS,
    "operations.list_instances": OPERATORS,
    "operations.instance": OPERATORS,
    "operations.suspend": OPERATORS,
    "operations.resume": OPERATORS,
    "operations.retry": OPERATORS,
    "operations.cancel": ADMINISTRATORS,
    "operations.set_variables": ADMINISTRATORS,
    "operations.plan_modification": ADMINISTRATORS,
    "operations.modify": ADMINISTRATORS,
    "operations.plan_migration": ADMINISTRATORS,
    "operations.migrate": ADMINISTRATORS,
    "operations.migrate_many": ADMINISTRATORS,
    "operations.jobs": OPERATORS,
    "operations.timers": OPERATORS,
    "operations.letters": OPERATORS,
    "operations.send_again": OPERATORS,
    "operations.list_nodes": ADMINISTRATORS,
    "operations.storage": ADMINISTRATORS,
    "operations.tokens": ADMINISTRATORS,
    "operations.make_token": ADMINISTRATORS,
    "operations.revoke_token": ADMINISTRATORS,
    "api.spec": PUBLIC,
    "api.docs": PUBLIC,
    "api.definitions": CALLERS,
    "api.versions": CALLERS,
    "api.content": CALLERS,
    "api.deploy": OWNERS,
    "api.start": STARTERS,
    "api.start_many": STARTERS,
    "api.instances": READERS_OF_HISTORY | {CLIENT},
    "api.instance": READERS_OF_HISTORY | {CLIENT},
    "api.variables": READERS_OF_CUSTOMERS | {CLIENT},
    "api.facts": READERS_OF_HISTORY,
    "api.set_variables": frozenset({MANAGER}),
    "api.cancel": frozenset({MANAGER}),
    "api.work_items": WORKERS,
    "api.work_item": WORKERS,
    "api.claim": WORKERS,
    "api.release": WORKERS,
    "api.complete": WORKERS,
    "api.publish": STARTERS,
    "api.broadcast": frozenset({MANAGER, CLIENT}),
    "api.evaluate_conditions": frozenset({MANAGER, CLIENT}),
    "api.fetch_jobs": JOB_WORKERS,
    "api.complete_job": JOB_WORKERS,
    "api.fail_job": JOB_WORKERS,
    "api.throw_job_error": JOB_WORKERS,
    "api.extend_job": JOB_WORKERS,
    "api.incidents": frozenset({MANAGER, AUDITOR, ADMINISTRATOR}),
    "api.retry": OPERATORS,
    "metrics.show": PUBLIC,  # its own rule: a token of its own, or this machine only
}


def may(roles: Collection[str], route: str) -> bool:
    """Whether somebody with these roles may use the route; without roles, whether anybody may."""
    allowed = RIGHTS.get(route, frozenset())
    return ANYBODY in allowed or not allowed.isdisjoint(roles)
