"""What the page of one work item shows: the task and its form, why it is this person's, and the customer."""

from typing import Any
from uuid import uuid4

from flask import url_for
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from engine import forms
from engine.store import definitions, instances
from engine.store.people import Person
from engine.store.work_items import WorkItemRow
from web.customers.card import card
from web.inbox.answers import name_of, who_was_first
from web.inbox.considered import considered
from web.inbox.names import names_here, process_names
from web.inbox.reasons import told
from web.office import office


def contents(row: WorkItemRow, person: Person) -> dict[str, Any]:
    is_open = row.status == "open"
    mine = is_open and row.assignee == person.account
    free = is_open and not row.assignee
    return {
        "item": row,
        "process": process_names(office().database).get(row.process_id, row.process_id),
        "holder": name_of(row.assignee) if row.assignee else "",
        "mine": mine,
        "may_take": free,
        "closed": "" if mine or free else who_was_first(row),
        "why": why(row, person),
        "candidates": considered(row) if is_open else (),
        "on_behalf_of": name_of(row.on_behalf_of) if row.on_behalf_of else "",
        "names": names_here(),
        "form": form_props(row, person, mine) if is_open else None,
        "customer": card(office().database, row.business_key) if row.business_key else None,
    }


def form_props(row: WorkItemRow, person: Person, mine: bool) -> dict[str, Any]:
    """The props of the form island; a work item without a form has a form with nothing but its button."""
    database = office().database
    schema: dict[str, Any] = {"type": "default", "components": []}
    data: dict[str, Any] = {}
    if row.form:
        schema = definitions.form_schema(database, row.form)
        data = forms.initial(schema, instances.variables(database, row.instance_id, row.key))
    here: dict[str, Any] = {"instance_id": row.instance_id, "key": row.key}
    return {
        "schema": schema,
        "data": data,
        "readonly": not mine,
        # The same page sent twice, by a double click or after a lost answer, completes once.
        "submitUrl": url_for("inbox.complete", **here, request=uuid4().hex),
        "csrf": generate_csrf(),
        "submitLabel": gettext("Complete"),
        "saveDraftKey": f"{person.account}:{row.instance_id}:{row.key}",
    }


def why(row: WorkItemRow, person: Person) -> str:
    """Why the work came to its holder, or to whom it is offered."""
    if row.assignee and row.reason:
        return told(row.reason, names_here(), person.account)
    if row.assignee and row.assignee == row.continuity:
        if row.assignee == person.account:
            return gettext("You, because you are responsible for this customer.")
        return gettext("%(who)s, who is responsible for this customer.", who=name_of(row.assignee))
    if row.assignee == person.account:
        return gettext("You, because you took it or the process named you.")
    if row.assignee:
        return gettext("%(who)s, named by the process.", who=name_of(row.assignee))
    groups = ", ".join(row.candidate_groups)
    if groups:
        return gettext("Anybody of %(groups)s: nobody has taken it yet.", groups=groups)
    return gettext("Nobody has taken it yet.")
