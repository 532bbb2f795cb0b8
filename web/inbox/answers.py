"""What was typed into a work item's form, and what the person is told about it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from engine import forms
from engine.store import definitions, instances, people, work_items
from engine.store.work_items import WorkItemRow
from web.forms import sentences
from web.i18n.formats import moment
from web.office import office


def typed(body: Any) -> dict[str, Any] | None:
    """The answers in the body of a request; None when there are none to read."""
    data = body.get("data") if isinstance(body, dict) else None
    return data if isinstance(data, dict) else None


def check(row: WorkItemRow, data: dict[str, Any]) -> dict[str, str]:
    """A sentence for each answer that won't do, in the person's language. The engine checks again."""
    if not row.form:
        return {}
    database = office().database
    schema = definitions.form_schema(database, row.form)
    known = instances.variables(database, row.instance_id, row.key)
    _, errors = forms.check(schema, data, variables=known, now=office().now())
    return sentences(errors)


def not_saved() -> str:
    return gettext("Nothing was saved yet. Correct these and send again.")


def who_was_first(row: WorkItemRow) -> str:
    """Who has done or holds the work, and since when."""
    if row.status == "completed":
        return gettext(
            "%(who)s already did this on %(when)s.", who=name_of(row.completed_by), when=moment(row.completed_at)
        )
    if row.status == "cancelled":
        return gettext("This work is no longer needed: the process went another way.")
    return gettext("%(who)s is already doing this.", who=name_of(row.assignee))


def name_of(account: str) -> str:
    person = people.get(office().database, account)
    return person.name if person else account


@dataclass(frozen=True, slots=True)
class Done:
    """A work item that is done, and the open ones of the same instance: what it asks of people next."""

    item: WorkItemRow
    following: tuple[WorkItemRow, ...]


def what_comes_next(row: WorkItemRow) -> Done:
    of_customer = work_items.page(office().database, scope="all", business_key=row.business_key).items
    return Done(row, tuple(item for item in of_customer if item.instance_id == row.instance_id))
