"""Letters: every one can be written, in every language that it has."""

import re
from pathlib import Path

import pytest

from engine.applications import load_application
from processes.business_services.letters import FOLDER, LINK, write

FILES = sorted(FOLDER.glob("*.txt"))
FACTS = {"company": "Koivulan Konepaja Oy", "contact": "Kaarlo {reply}", "services": "Rekrytointi"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_letter_has_a_subject_and_a_body_without_open_places(file: Path) -> None:
    kind, language = file.stem.rsplit(".", 1)

    subject, body = write(kind, language, FACTS)

    assert subject
    assert len(body) > 20
    assert re.findall(r"\{\w+\}", body.replace("Kaarlo {reply}", "")) in ([], [LINK])


def test_the_link_stands_in_the_letters_that_ask_for_feedback() -> None:
    with_link = {file.stem.split(".")[0] for file in FILES if LINK in file.read_text(encoding="utf-8")}

    assert with_link == {"feedback-request", "feedback-reminder"}


def test_a_value_with_braces_is_put_in_as_it_is() -> None:
    _, body = write("feedback-reply", "fi", FACTS | {"reply": "Kiitos {contact}!"})

    assert "Hei Kaarlo {reply}" in body
    assert "Kiitos {contact}!" in body


def test_a_language_without_a_text_gets_finnish() -> None:
    assert write("feedback-request", "de", FACTS) == write("feedback-request", "fi", FACTS)


def test_an_unknown_letter_is_named() -> None:
    with pytest.raises(LookupError, match="love-letter"):
        write("love-letter", "fi", FACTS)


def test_every_letter_that_a_diagram_names_is_there() -> None:
    files = load_application("processes.business_services").files()
    diagrams = "".join(content.decode() for name, content in files.items() if name.endswith(".bpmn"))
    named = set(re.findall(r'<zeebe:header key="letter" value="([^"]+)"', diagrams))

    assert named
    assert [kind for kind in named if not (FOLDER / f"{kind}.fi.txt").exists()] == []
