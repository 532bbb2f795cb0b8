"""The customer register with every establishment of the region: reading them in, and searching."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from engine.store import Database
from engine.store.migrate import migrate
from processes.business_services.demo.drawing import MUNICIPALITIES, names
from processes.business_services.register import queries
from processes.business_services.register.business_id import invented
from processes.business_services.register.imports import read_companies
from processes.business_services.register.schema import SCHEMA

Measurement = dict[str, object]

COMPANIES = 33_878
SEARCHES = ("konepaja", "hoiva tampere", "1234", "nokian siivous 33", "eiole", "%", "oy")
NOW = datetime(2026, 1, 12, 7, 0, tzinfo=UTC)
TIMES = 20


def run() -> list[Measurement]:
    """Seconds for all companies, and milliseconds for the slowest kind of search and for a customer's page."""
    content = file(Random(1))
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'register.db'}")
        migrate(database, [SCHEMA])
        began = perf_counter()
        report = read_companies(database, content, NOW)
        loading = perf_counter() - began
        assert (report.added, report.refused) == (COMPANIES, 0)
        began = perf_counter()
        again = read_companies(database, content, NOW)
        updating = perf_counter() - began
        assert (again.added, again.updated) == (0, COMPANIES)
        slowest = max(median(timed(database, text) for _ in range(TIMES)) for text in SEARCHES)
        database.close()
    return [
        {"name": "33,878 companies read in", "value": round(loading, 2), "unit": "s"},
        {"name": "the same file once more", "value": round(updating, 2), "unit": "s"},
        {"name": "slowest kind of search among them", "value": round(slowest * 1000, 2), "unit": "ms"},
    ]


def file(random: Random) -> bytes:
    lines = ["y-tunnus;nimi;henkilöstö;toimiala;kunta;yhteyshenkilö;sähköposti"]
    for number, (business_id, name) in enumerate(zip(invented(COMPANIES), names(random, COMPANIES), strict=True)):
        municipality = MUNICIPALITIES[number % len(MUNICIPALITIES)]
        address = f"henkilo{number}@asiakas.example"
        lines.append(f"{business_id};{name};{number % 300};Teollisuus;{municipality};Henkilö {number};{address}")
    return "\n".join(lines).encode()


def timed(database: Database, text: str) -> float:
    began = perf_counter()
    queries.search(database, text)
    return perf_counter() - began
