"""Whatever a page or the API changes leaves a fact or a record, with who did it and by which request."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import click

from engine.cli.main import polku
from engine.history import FactRow, Filters, trace
from engine.store import tokens, work_items
from engine.store.records import Record
from tests.web.conftest import Office
from tests.web.stories import ASSESSMENT, CONTACT, CUSTOMER
from web.audit.kinds import kind_names

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}

#: What each route leaves in the history that changes something: the kinds of facts and records, one of which it is.
LEAVES: Mapping[str, tuple[str, ...]] = {
    "api.broadcast": ("SignalReceived", "ProcessStarted"),
    "api.cancel": ("InstanceCancelled",),
    "api.claim": ("WorkItemAssigned",),
    "api.complete": ("WorkItemCompleted",),
    "api.complete_job": ("JobCompleted",),
    "api.deploy": ("DefinitionsDeployed",),
    "api.evaluate_conditions": ("ConditionMet", "ProcessStarted"),
    "api.fail_job": ("JobFailed",),
    "api.publish": ("MessageReceived", "ProcessStarted"),
    "api.release": ("WorkItemReleased",),
    "api.retry": ("IncidentResolved",),
    "api.set_variables": ("VariablesSet",),
    "api.start": ("ProcessStarted",),
    "api.start_many": ("ProcessStarted",),
    "api.throw_job_error": ("ErrorThrown", "JobCancelled", "JobCompleted"),
    "audit.remove_question": ("QuestionRemoved",),
    "audit.save_question": ("QuestionSaved",),
    "calendar_feed.renew": ("TokenMade",),
    "calendar_feed.revoke": ("TokenRevoked",),
    "contact.begin": ("ProcessStarted",),
    "customers.add_memo": ("RegisterEntryAdded",),
    "customers.begin": ("ProcessStarted",),
    "customers.confirm_person": ("RegisterEntryChanged",),
    "customers.reject_person": ("RegisterEntryChanged", "RegisterEntryRemoved"),
    "enquiry.make": ("ProcessStarted", "MessageReceived"),
    "feedback.give": ("MessageReceived", "ProcessStarted"),
    "imports.read": ("CompaniesImported",),
    "inbox.claim": ("WorkItemAssigned",),
    "inbox.complete": ("WorkItemCompleted",),
    "inbox.release": ("WorkItemReleased",),
    "operations.cancel": ("InstanceCancelled",),
    "operations.make_token": ("TokenMade",),
    "operations.migrate": ("InstanceMigrated",),
    "operations.migrate_many": ("InstanceMigrated",),
    "operations.modify": ("InstanceModified",),
    "operations.resume": ("InstanceResumed",),
    "operations.retry": ("IncidentResolved",),
    "operations.retry_all": ("IncidentResolved",),
    "operations.retry_many": ("IncidentResolved",),
    "operations.revoke_token": ("TokenRevoked",),
    "operations.send_again": ("LetterTriedAgain",),
    "operations.set_variables": ("VariablesSet",),
    "operations.suspend": ("InstanceSuspended",),
    "people.change": ("PersonChanged",),
    "people.save_team": ("TeamAdded", "TeamChanged"),
    "studio.release": ("DefinitionsDeployed",),
    "team.add_absence": ("AbsenceEntered",),
    "team.change_absence": ("AbsenceChanged",),
    "team.move": ("WorkItemAssigned", "WorkItemReleased"),
    "team.start_round": ("WorkItemAssigned",),
    "team.withdraw_absence": ("AbsenceWithdrawn",),
}

#: Routes that are posted to and change nothing that the history is about, each with the reason.
LEAVES_NOTHING: Mapping[str, str] = {
    "api.extend_job": "a worker keeps what it has fetched for longer",
    "api.fetch_jobs": "a worker takes jobs: what it does with them is a fact",
    "audit.verify": "it looks, and changes nothing",
    "auth.sign_out": "it ends what only the browser knows",
    "auth.try_sign_in": "it begins what only the browser knows",
    "operations.plan_migration": "it shows what would be done",
    "operations.plan_modification": "it shows what would be done",
    "studio.check": "it looks, and changes nothing",
    "studio.discard_draft": "a draft runs nowhere until it is released",
    "studio.save_draft": "a draft runs nowhere until it is released",
}


def test_every_route_that_changes_something_says_what_it_leaves(office: Office) -> None:
    changing = {rule.endpoint for rule in office.app.url_map.iter_rules() if CHANGING & (rule.methods or set())}

    assert changing == LEAVES.keys() | LEAVES_NOTHING.keys()
    assert not LEAVES.keys() & LEAVES_NOTHING.keys()
    with office.app.test_request_context():
        assert {kind for kinds in LEAVES.values() for kind in kinds} <= kind_names().keys()


#: The same for the command line.
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "archive": ("FactsArchived", "CustomerRead"),
    "audit bundle": ("FactsExported", "CustomerRead"),
    "audit checkpoint": ("LogKeyMade",),
    "audit erase": ("ValuesErased",),
    "audit export": ("FactsExported",),
    "audit key": ("LogKeyMade",),
    "audit trace": ("FactsExported", "CustomerRead"),
    "companies": ("CompaniesImported", "RegisterEntryAdded", "RegisterEntryChanged"),
    "deploy": ("DefinitionsDeployed",),
    "person add": ("PersonAdded",),
    "person away": ("AbsenceEntered",),
    "person close": ("PersonChanged",),
    "person password": ("PasswordChanged",),
    "person work": ("PersonChanged",),
    "replay": ("CustomerRead",),
    "route": ("WorkItemAssigned",),
    "serve": ("SettingsChanged", "DefinitionsDeployed"),
    "token add": ("TokenMade",),
    "token revoke": ("TokenRevoked",),
    "worker": ("SettingsChanged",),
}
COMMANDS_LEAVE_NOTHING = {
    *("audit replay", "audit verifier", "audit verify", "person list", "token list", "validate"),  # they look
    *("conformance", "decide", "demo", "feel", "scenario", "tck"),  # in memory, away from the office's database
    *("backup", "migrate", "migrate-database", "restore"),  # the database as a whole: not what stands in it
}


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name))


def test_every_command_says_what_it_leaves(office: Office) -> None:
    assert set(commands(polku)) == COMMANDS.keys() | COMMANDS_LEAVE_NOTHING
    with office.app.test_request_context():
        assert {kind for kinds in COMMANDS.values() for kind in kinds} <= kind_names().keys()


def newest(office: Office) -> dict[tuple[bool, int], FactRow | Record]:
    rows = trace(office.program.database, Filters(), limit=1000).items
    return {(isinstance(row, FactRow), row.seq): row for row in rows}


def steps(office: Office) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """Routes in an order in which each has something to do: the route, who does it, and how."""
    aino, meri, yrjo = (office.visitor(name) for name in ("aino", "meri", "yrjo"))
    yield "contact.begin", "aino", lambda: aino.ask("/contact", {"data": CONTACT})
    office.work_through()
    (item,) = work_items.page(office.program.database, scope="all").items
    id, work = item.instance_id, f"/inbox/{item.instance_id}/{item.key}"
    moved = {"item": f"{id}/{item.key}", "to": "aino", "reason": "She knows them."}
    yield "team.move", "meri", lambda: meri.send("/team/move", moved | {"to": "eero"})
    yield "team.move", "meri", lambda: meri.send("/team/move", moved)
    yield "inbox.release", "aino", lambda: aino.send(f"{work}/release")
    yield "inbox.claim", "aino", lambda: aino.send(f"{work}/claim")
    yield "inbox.complete", "aino", lambda: aino.ask(f"{work}/complete", {"data": ASSESSMENT})
    yield "customers.add_memo", "aino", lambda: aino.send(f"/customers/{CUSTOMER}/memos", {"text": "Agreed by phone."})
    yield "calendar_feed.renew", "aino", lambda: aino.send("/calendar")
    yield "calendar_feed.revoke", "aino", lambda: aino.send("/calendar/revoke")
    team = {"id": "", "name": "Pohjoinen", "manager": "meri"}
    yield "people.save_team", "meri", lambda: meri.send("/people/teams", team)
    today = office.clock.now().date()
    away = {"account": "aino", "first": f"{today}", "last": f"{today + timedelta(days=8)}", "substitute": "eero"}
    yield "team.add_absence", "meri", lambda: meri.send("/team/absences", away)
    yield "team.change_absence", "meri", lambda: meri.send("/team/absences/1", away | {"last": ""})
    yield "team.withdraw_absence", "meri", lambda: meri.send("/team/absences/1/withdraw")
    asked = {"page": "audit.page", "name": "Readings", "asked": "kind=CustomerRead"}
    yield "audit.save_question", "meri", lambda: meri.send("/audit/questions", asked)
    yield "audit.remove_question", "meri", lambda: meri.send("/audit/questions/1/remove", {"page": "audit.page"})
    here, why = f"/operations/instances/{id}", {"reason": "It was asked for."}
    yield "operations.suspend", "meri", lambda: meri.send(f"{here}/suspend", why)
    yield "operations.resume", "meri", lambda: meri.send(f"{here}/resume", why)
    data = {"variables": '{"urgent": true}', "scope": "1", **why}
    yield "operations.set_variables", "yrjo", lambda: yrjo.send(f"{here}/variables", data)
    yield "operations.cancel", "yrjo", lambda: yrjo.send(f"{here}/cancel", why)
    token = {"account": "robot", "role": "client", "note": "invoices", "days": "90"}
    yield "operations.make_token", "yrjo", lambda: yrjo.send("/operations/tokens", token)
    made = next(one.id for one in tokens.tokens(office.program.database) if one.account == "robot")
    yield "operations.revoke_token", "yrjo", lambda: yrjo.send(f"/operations/tokens/{made}/revoke")


def test_what_pages_change_is_kept_with_who_did_it_and_the_request(office: Office) -> None:
    for route, account, do in steps(office):
        before = newest(office)
        do()
        found = [row for key, row in newest(office).items() if key not in before]
        left = [row for row in found if row.kind in LEAVES[route]]
        assert left, (route, [row.kind for row in found])
        assert {row.actor for row in left} == {account}, route
        assert all(row.request for row in left), route
