"""Every text of the pages is in the catalogues, and every text of the catalogues has its Finnish."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from web.i18n.catalogue import LANGUAGES, translations
from web.i18n.update import file_of, texts, translated, written

WEB = Path(__file__).parents[2] / "web"
TEMPLATES = sorted(path for path in WEB.rglob("templates/**/*.html") if "frontend" not in path.parts)
#: Names that are the same in every language.
NAMES = {"Polku"}
SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-confirm", "data-confirm-ok")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_up_to_date_with_the_sources(language: str) -> None:
    assert file_of(language).read_bytes() == written(language), "run python -m web.i18n.update"


def test_every_text_has_its_finnish() -> None:
    with file_of("fi").open("rb") as source:
        catalogue = read_po(source, locale="fi")

    assert [message.id for message in catalogue if message.id and not translated(message)] == []


def test_a_translation_keeps_the_placeholders() -> None:
    with file_of("fi").open("rb") as source:
        catalogue = read_po(source, locale="fi")

    assert [message.id for message in catalogue if list(message.check())] == []
    for message in catalogue:
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id:
            assert placeholders(message.string) == placeholders(message.id)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]", text))


def test_english_is_what_stands_in_the_source() -> None:
    english, finnish = translations("en"), translations("fi")

    assert english.gettext("Customers") == "Customers"
    assert finnish.gettext("Customers") == "Asiakkaat"


def test_the_texts_come_from_templates_and_from_code() -> None:
    files = {file for _, file in texts()}

    assert "web/templates/base.html" in files
    assert "web/audit/sentences.py" in files


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_no_template_has_a_text_outside_the_catalogue(template: Path) -> None:
    assert bare_texts(template.read_text(encoding="utf-8")) == []


def bare_texts(source: str) -> list[str]:
    """What a reader would see or hear of the template that no catalogue knows."""
    source = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{% block width %\}.*?\{% endblock %\}", "", source)  # a class, not a text
    # A text inside a tag of the template language, that isn't handed to the catalogue, but stands for itself.
    source = re.sub(r"\{[%{].*?[%}]\}", "\0", source, flags=re.DOTALL)
    spoken = [
        value
        for name in SPOKEN
        for value in re.findall(rf'\b{name}="([^"]*)"', source)
        if re.search(r"[^\W\d_]", value)
    ]
    visible = re.split(r"<[^>]*>|\0", re.sub(r"<!doctype html>", "", source, flags=re.IGNORECASE))
    words = [text.strip() for text in visible if re.search(r"[^\W\d_]", text)]
    return [text for text in spoken + words if not set(re.findall(r"\w+", text)) <= NAMES]


def test_the_search_for_bare_texts_finds_them() -> None:
    assert bare_texts('<p>Hello {{ name }}</p><a title="Over there" href="x">{{ _("Go") }}</a>') == [
        "Over there",
        "Hello",
    ]
