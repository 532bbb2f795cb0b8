"""The part of the story that was decided and agreed on: visits, plans, agreements, and changes of the customership."""

from collections.abc import Iterator

from flask_babel import gettext

from processes.business_services.register.rows import ChangeRow, Customer
from web.customers.entries import Entry
from web.customers.words import term

#: What the codes of a change are called by; what is not here is shown as it is.
VOCABULARIES = {"segment": "SEGMENT", "lifeCycle": "LIFE_CYCLE", "nature": "NATURE", "status": "STATUS"}


def agreed(customer: Customer) -> Iterator[Entry]:
    for visit in customer.visits:
        reason = term(visit.reason, "VISIT")
        title = gettext("Company visit: %(reason)s", reason=reason)
        yield Entry(visit.at, "is-person", title, visit.summary, visit.expert)
    for plan in customer.plans:
        title = gettext("Customer plan was agreed on (%(status)s)", status=term(plan.status, "PLAN"))
        yield Entry(plan.agreed_at, "is-active", title, plan.goals, plan.expert)
        if plan.followed_up_at:
            yield Entry(plan.followed_up_at, "is-note", gettext("Customer plan was followed up"), plan.note)
    for agreement in customer.agreements:
        status = term(agreement.status, "PLAN")
        title = gettext("Service agreement: %(subject)s (%(status)s)", subject=agreement.subject, status=status)
        yield Entry(agreement.signed_at, "is-active", title, agreement.duties, agreement.expert)
        if agreement.reviewed_at:
            yield Entry(agreement.reviewed_at, "is-note", gettext("Service agreement was reviewed"), agreement.note)
    yield from (changed(change) for change in customer.changes if change.what in VOCABULARIES)


def changed(change: ChangeRow) -> Entry:
    """What changed and why; who is responsible is told by the memos and the work themselves."""
    after = term(change.after, VOCABULARIES[change.what])
    title = gettext("%(what)s: %(after)s", what=term(change.what, "CHANGE"), after=after)
    return Entry(change.at, "is-done", title, change.reason)
