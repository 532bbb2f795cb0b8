"""People's work as managers keep it: focus areas, languages, areas, hours, capacity, teams; every change recorded."""

import pytest

from engine.store import people, records, teams
from tests.web.conftest import Office

FIELDS = {
    "skills": "rekrytointi, muutosturva",
    "languages": "fi, sv",
    "areas": "Nokia, Tampere",
    "groups": "yrityspalvelut",
    "team": "",
    "mon": "7:30",
    "tue": "7,5",
    "wed": "0",
    "thu": "8.25",
    "fri": "4",
    "capacity": "25",
}


def test_what_is_typed_is_what_routing_knows_and_leaves_a_record(office: Office) -> None:
    answer = office.visitor("meri").send("/people/aino", FIELDS)

    assert answer.status_code == 302
    aino = people.get(office.program.database, "aino")
    assert aino is not None
    assert (aino.skills, aino.areas) == (("muutosturva", "rekrytointi"), ("Nokia", "Tampere"))
    assert (aino.week, aino.capacity) == ((450, 450, 0, 495, 240), 25)
    assert aino.password_hash.startswith("$argon2")
    with office.program.database.reading() as session:
        (kept,) = records.found(session, records.Wanted(subject="person:aino"))
    assert (kept.kind, kept.actor) == ("PersonChanged", "meri")
    assert kept.data["capacity"] == {"from": None, "to": 25}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"mon": "a lot"}, "Give the hours of the day like 7,5 or 7:30"),
        ({"mon": "24:30"}, "Give the hours of the day like 7,5 or 7:30"),
        ({"wed": ""}, "Give the hours of each day, 0 for a day off"),
        ({"capacity": "-1"}, "Give a whole number from 0 to 1000"),
        ({"team": "nowhere"}, "Choose a team of the list."),
        ({"skills": "x" * 201}, "Write at most 200 characters."),
    ],
)
def test_nonsense_is_named_by_field_and_stays_typed(office: Office, changes: dict[str, str], sentence: str) -> None:
    answer = office.visitor("meri").send("/people/aino", FIELDS | changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Nokia, Tampere"' in answer.text


def test_a_team_is_added_renamed_and_told_apart(office: Office) -> None:
    manager = office.visitor("meri")

    manager.send("/people/teams", {"id": "", "name": "Pohjoinen", "manager": "meri"})
    manager.send("/people/teams", {"id": "pohjoinen", "name": "Pohjoinen tiimi", "manager": "meri"})

    (team,) = teams.list(office.program.database)
    assert (team.id, team.name, team.manager) == ("pohjoinen", "Pohjoinen tiimi", "meri")
    again = manager.send("/people/teams", {"id": "", "name": "Pohjoinen tiimi", "manager": ""})
    assert (again.status_code, "There is a team Pohjoinen tiimi already." in again.text) == (422, True)
    assert manager.send("/people/teams", {"id": "", "name": " ", "manager": ""}).status_code == 422
    assert manager.send("/people/teams", {"id": "none", "name": "X", "manager": ""}).status_code == 404
    assert "Pohjoinen tiimi" in manager.get("/team").text


def test_nobody_of_that_name_is_not_found(office: Office) -> None:
    assert office.visitor("meri").get("/people/none").status_code == 404
    assert office.visitor("meri").get("/team/people/none").status_code == 404
