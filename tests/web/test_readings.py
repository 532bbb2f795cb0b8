"""Reading personal data is a fact: each page and interface that shows one customer's data records who saw it."""

from collections.abc import Callable

import pytest

from engine.store import instances, records, work_items
from tests.web.api.conftest import NewProgram, program  # noqa: F401  the fixture
from tests.web.conftest import Office
from tests.web.stories import CUSTOMER, contact

Place = Callable[[Office], str]


def instance(office: Office) -> str:
    return instances.page(office.program.database, business_key=CUSTOMER).items[-1].id


def work(office: Office) -> str:
    item = work_items.page(office.program.database, scope="all", business_key=CUSTOMER).items[0]
    return f"{item.instance_id}/{item.key}"


#: What shows one customer's data: who asks, and the address.
RECORDED: dict[str, tuple[str, Place]] = {
    "api.facts": ("otso", lambda office: f"/instances/{instance(office)}/facts"),
    "api.variables": ("eero", lambda office: f"/instances/{instance(office)}/variables"),
    "api.work_item": ("aino", lambda office: f"/work-items/{work(office)}"),
    "audit.export": ("taru", lambda _: f"/audit.csv?customer={CUSTOMER}"),
    "audit.instance": ("taru", lambda office: f"/audit/instances/{instance(office)}"),
    "audit.moment": ("taru", lambda office: f"/audit/instances/{instance(office)}/moment"),
    "audit.page": ("taru", lambda _: f"/audit?customer={CUSTOMER}"),
    "audit.trace_pdf": ("taru", lambda _: f"/audit/trace.pdf?customer={CUSTOMER}"),
    "customers.one": ("eero", lambda _: f"/customers/{CUSTOMER}"),
    "inbox.item": ("aino", lambda office: f"/inbox/{work(office)}"),
    "operations.instance": ("yrjo", lambda office: f"/operations/instances/{instance(office)}"),
}

IDENTITY = "a list: of each customer no more than the name or business ID that one finds them by"
ITSELF = "no customer's data"
COUNTS = "counts and times only"
EXPORT = "recorded as a download (FactsExported), which names what was asked"
REFUSED = "lines of a file that the register has not taken in: nobody's in it yet"
UNSENT = "a list: of each letter no more than its subject, its recipient and why it could not be sent"
OWN = "the customer reads what is theirs"

#: Everything else that answers GET, and why it records no reading.
NOT_RECORDED = {
    "api.content": ITSELF,
    "api.definitions": ITSELF,
    "api.docs": ITSELF,
    "api.incidents": IDENTITY,
    "api.instance": IDENTITY,
    "api.instances": IDENTITY,
    "api.spec": ITSELF,
    "api.versions": ITSELF,
    "api.work_items": IDENTITY,
    "audit.diagram": ITSELF,
    "audit.late": IDENTITY,
    "audit.mining": IDENTITY,
    "audit.mining_file": EXPORT,
    "audit.modified": IDENTITY,
    "audit.proof": ITSELF,
    "audit.proof_checkpoint": ITSELF,
    "audit.proof_keys": ITSELF,
    "audit.readers": IDENTITY,
    "audit.same_person": IDENTITY,
    "audit.substitutes": IDENTITY,
    "auth.home": ITSELF,
    "auth.sign_in": ITSELF,
    "calendar_feed.feed": IDENTITY,
    "calendar_feed.page": ITSELF,
    "contact.new": ITSELF,
    "customers.page": IDENTITY,
    "enquiry.ask": ITSELF,
    "enquiry.thanks": ITSELF,
    "feedback.ask": OWN,
    "health.live": ITSELF,
    "health.ready": ITSELF,
    "imports.page": ITSELF,
    "imports.refused": REFUSED,
    "imports.report": REFUSED,
    "inbox.page": IDENTITY,
    "language.choose": ITSELF,
    "metrics.show": COUNTS,
    "operations.confirm_retry": COUNTS,
    "operations.jobs": IDENTITY,
    "operations.letters": UNSENT,
    "operations.list_instances": IDENTITY,
    "operations.list_nodes": ITSELF,
    "operations.page": IDENTITY,
    "operations.storage": COUNTS,
    "operations.timers": IDENTITY,
    "operations.tokens": ITSELF,
    "people.one": ITSELF,
    "people.page": ITSELF,
    "scorecard.export": COUNTS,
    "scorecard.page": COUNTS,
    "static": ITSELF,
    "studio.content": ITSELF,
    "studio.open": ITSELF,
    "studio.page": ITSELF,
    "studio.version": ITSELF,
    "team.absence": IDENTITY,
    "team.absences": ITSELF,
    "team.one": IDENTITY,
    "team.page": COUNTS,
    "team.what_if": IDENTITY,
    "visits.page": COUNTS,
}


def test_every_address_is_known_to_record_readings_or_to_need_none(office: Office) -> None:
    answered = {rule.endpoint for rule in office.app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert answered == RECORDED.keys() | NOT_RECORDED.keys()
    assert not RECORDED.keys() & NOT_RECORDED.keys()


@pytest.mark.parametrize("endpoint", RECORDED)
def test_who_sees_a_customers_data_is_recorded(office: Office, program: NewProgram, endpoint: str) -> None:  # noqa: F811
    contact(office)
    account, place = RECORDED[endpoint]

    address = place(office)
    asking = program(account) if endpoint.startswith("api.") else office.visitor(account)
    answer = asking.get(address)

    assert answer.status_code == 200, answer.text
    with office.program.database.reading() as session:
        read = records.found(session, records.Wanted(kind="CustomerRead", actor=account, business_key=CUSTOMER))
    assert [record.data["where"] for record in read] == [endpoint]
    assert read[0].request == answer.headers["X-Request-ID"]
