"""An office for the pages' tests: the real engine with the real processes on SQLite, and people of every role."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask

from engine.bootstrap import Program, open_program
from engine.settings import Settings
from engine.store import people
from engine.store.people import Person
from engine.testing import FakeClock
from tests.web.visitor import Visitor
from web.app import create_app
from web.auth.passwords import hashed
from web.auth.rights import ADMINISTRATOR, AUDITOR, EXPERT, MANAGER, OWNER
from web.auth.session import seal

PASSWORD = "a long enough password"
SECRET = "only-for-tests-0123456789-0123456789"

PEOPLE = {
    "aino": ("Aino Asiantuntija", EXPERT, ("yrityspalvelut",)),
    "eero": ("Eero Asiantuntija", EXPERT, ("yrityspalvelut",)),
    "meri": ("Meri Esimies", MANAGER, ("yrityspalvelut", "palveluesimiehet")),
    "otso": ("Otso Omistaja", OWNER, ()),
    "taru": ("Taru Tarkastaja", AUDITOR, ()),
    "yrjo": ("Yrjö Ylläpitäjä", ADMINISTRATOR, ()),
}


@dataclass(frozen=True)
class Office:
    """The program behind the pages, its clock that the test moves, and the pages themselves."""

    program: Program
    clock: FakeClock
    app: Flask

    def visitor(self, account: str = "", language: str = "en") -> Visitor:
        """A browser; with an account, one that is signed in already."""
        visitor = Visitor(self.app.test_client())
        with visitor.client.session_transaction() as session:
            session["language"] = language
            if (found := people.get(self.program.database, account)) is not None:
                session.update({"account": account, "password": seal(found)})
        return visitor

    def roles(self, account: str) -> tuple[str, ...]:
        """The roles of a person."""
        found = people.get(self.program.database, account)
        return tuple(found.roles) if found else ()

    def work_through(self) -> None:
        """Let the program do everything that is due: jobs, timers, messages."""
        self.program.engine.run_until_idle()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the processes deployed and the people hired; each test gets a copy."""
    file = tmp_path_factory.mktemp("office") / "office.db"
    program = open_program(settings_for(file), clock=FakeClock())
    program.migrate()
    program.deploy()
    secret = hashed(PASSWORD)
    for account, (name, role, groups) in PEOPLE.items():
        people.save(
            program.database,
            Person(
                account=account,
                name=name,
                email=f"{account}@example.fi",
                language="fi",
                roles=(role,),
                groups=groups,
                skills=("rekrytointi", "kehittaminen") if role == EXPERT else (),
                languages=("fi", "sv", "en"),
                password_hash=secret,
                active=True,
            ),
        )
    program.close()
    return file


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    file = tmp_path / "office.db"
    for part in furnished.parent.glob("office.db*"):
        shutil.copy(part, tmp_path / part.name)
    clock = FakeClock()
    program = open_program(settings_for(file), clock=clock)
    app = create_app(program.engine, program.settings)
    app.testing = False  # errors become pages, as for a real visitor
    yield Office(program, clock, app)
    program.close()


def settings_for(file: Path) -> Settings:
    return replace(Settings(), database_url=f"sqlite:///{file}", secret_key=SECRET)
