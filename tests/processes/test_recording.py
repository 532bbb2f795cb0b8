"""Whoever changes the register leaves a record: which entry, which fields; personal data where it can be erased."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from engine.store import Database, records
from engine.store.migrate import migrate
from engine.testing import START
from processes.business_services.register import companies, memos
from processes.business_services.register.recording import written_by
from processes.business_services.register.schema import SCHEMA
from tests.web.stories import CONTACT


@pytest.fixture
def register() -> Iterator[Database]:
    database = Database("sqlite://")
    migrate(database, [SCHEMA])
    with database.writing() as session:
        written_by(session, "aino", START, "instance-1")
        companies.register(session, CONTACT, START)
    yield database
    database.close()


def kept(database: Database, **wanted: Any) -> list[records.Record]:
    with database.reading() as session:
        return records.found(session, records.Wanted(**wanted), newest_first=False)


def test_a_new_customer_is_recorded_with_who_added_it_and_in_which_instance(register: Database) -> None:
    business_id = CONTACT["businessId"]
    company, person = kept(register, kind="RegisterEntryAdded")

    assert (company.actor, company.at, company.business_key) == ("aino", START, business_id)
    assert company.subject == f"register_companies:{business_id}"
    assert company.data["instance"] == "instance-1"
    assert company.data["set"]["municipality"] == CONTACT["municipality"]
    assert person.subject == "register_contact_persons:1"


def test_personal_data_stands_only_where_it_can_be_erased(register: Database) -> None:
    _, person = kept(register, kind="RegisterEntryAdded")

    assert person.values is not None
    assert person.values["set"]["email"] == CONTACT["contactEmail"]
    assert CONTACT["contactEmail"] not in str(person.data)


def test_a_change_records_the_fields_that_changed_and_no_others(register: Database) -> None:
    later = START + timedelta(days=1)
    with register.writing() as session:
        written_by(session, "eero", later)
        companies.register(session, {**CONTACT, "personnel": CONTACT["personnel"] + 1}, later)

    company = kept(register, kind="RegisterEntryChanged")[0]

    assert company.actor == "eero"
    assert company.data["set"] == {"personnel": CONTACT["personnel"] + 1, "updated_at": later.isoformat()}


def test_a_memo_is_recorded_under_its_customer(register: Database) -> None:
    memos.write(register, CONTACT["businessId"], "Tavattiin messuilla.", author="aino", now=START)

    (memo,) = [one for one in kept(register, business_key=CONTACT["businessId"]) if "memos" in one.subject]

    assert memo.kind == "RegisterEntryAdded"
    assert "messuilla" not in str(memo.data)


def test_what_is_rolled_back_leaves_no_record(register: Database) -> None:
    before = kept(register)

    def change_and_fail() -> None:
        with register.writing() as session:
            companies.company(session, CONTACT["businessId"]).personnel = 7
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        change_and_fail()
    assert kept(register) == before
