"""The story of a customership: everything that happened, in one line of time, the newest first."""

from collections.abc import Iterator

from flask_babel import gettext

from processes.business_services.register.rows import Customer, FeedbackRow
from web.customers.agreed import agreed
from web.customers.entries import Entry
from web.customers.words import term


def story(customer: Customer) -> list[Entry]:
    entries = [*memos(customer), *contacts(customer), *services(customer), *feedback(customer), *letters(customer)]
    entries += agreed(customer)
    entries.append(Entry(customer.company.created_at, "is-done", gettext("The customer came to the register")))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def memos(customer: Customer) -> Iterator[Entry]:
    for memo in customer.memos:
        title = gettext("Memo: %(kind)s", kind=term(memo.kind, "MEMO"))
        yield Entry(memo.written_at, "is-note", title, memo.text, memo.author)


def contacts(customer: Customer) -> Iterator[Entry]:
    for contact in customer.contacts:
        by_customer = contact.initiative == "customer"
        title = gettext("The customer made contact") if by_customer else gettext("The customer was contacted")
        channel = term(contact.channel, "CHANNEL")
        yield Entry(contact.at, "is-person", f"{title} ({channel})", contact.summary, contact.expert)


def services(customer: Customer) -> Iterator[Entry]:
    for service in customer.services:
        name = term(service.service, "SERVICE")
        yield Entry(service.started_at, "is-active", gettext("Service began: %(name)s", name=name), "", service.expert)
        if service.ended_at:
            title = gettext("Service ended: %(name)s", name=name)
            outcome = term(service.outcome, "OUTCOME")
            yield Entry(service.ended_at, "is-done", f"{title} ({outcome})", service.note, service.expert)


def feedback(customer: Customer) -> Iterator[Entry]:
    for given in customer.feedback:
        yield from one_feedback(given)


def one_feedback(given: FeedbackRow) -> Iterator[Entry]:
    if given.received_at:
        mark = "is-failed" if given.grade == "negative" else "is-done"
        title = gettext("Feedback: %(rating)s out of 5", rating=given.rating)
        yield Entry(given.received_at, mark, title, given.comment)
    if given.replied_at:
        yield Entry(given.replied_at, "is-person", gettext("Feedback was answered"), given.reply, given.replied_by)


def letters(customer: Customer) -> Iterator[Entry]:
    for letter in customer.letters:
        title = gettext("Message: %(subject)s", subject=letter.subject)
        failed = bool(letter.failure) and letter.sent_at is None
        yield Entry(letter.created_at, "is-failed" if failed else "is-note", title, letter=letter)
