"""`python -m web.i18n.update`: bring the catalogues up to date with the texts in the sources.

New texts come in untranslated, texts that are gone are dropped. A test fails while a Finnish text is missing.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from web.i18n.catalogue import FOLDER, LANGUAGES
from web.operations import words
from web.studio import problem_words

ROOT = FOLDER.parent
METHODS = [("frontend/**", "ignore"), ("static/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
OPTIONS = {"**/templates/**.html": {"trimmed": "true"}}


def texts() -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Every text of the sources with the file where it stands, and those of the reader's tables."""
    found = extract_from_dir(ROOT, METHODS, OPTIONS, keywords=KEYWORDS)
    for file, _line, text, _comments, _context in found:
        yield text, f"web/{Path(file).as_posix()}"
    for phrase in problem_words.texts():
        yield phrase, "web/studio/problem_words.py"
    for phrase in words.texts():
        yield phrase, "web/operations/words.py"


def template() -> Catalog:
    """The texts without translations, each with the files where it stands."""
    catalogue = Catalog(project="polku", version="", copyright_holder="", fuzzy=False)
    for text, file in texts():
        catalogue.add(text, locations=[(file, 0)])
    return catalogue


def file_of(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def updated(language: str) -> Catalog:
    """The catalogue with the texts that the sources have now. The same sources give the same file."""
    old = Catalog(locale=language)
    if (file := file_of(language)).exists():
        with file.open("rb") as source:
            old = read_po(source, locale=language)
    catalogue = Catalog(
        locale=language,
        header_comment=f"# The texts of Polku's pages: {LANGUAGES[language]}. Renew with python -m web.i18n.update.",
        project="polku",
        version="1",
        msgid_bugs_address="CONTRIBUTING.md",
        last_translator="polku",
        language_team=language,
        creation_date=old.creation_date,
        revision_date=old.creation_date,
        fuzzy=False,
    )
    for message in template():
        if message.id:
            known = old.get(message.id)
            catalogue.add(message.id, known.string if known else "", locations=message.locations)
    return catalogue


def written(language: str) -> bytes:
    """The catalogue's file."""
    target = BytesIO()
    write_po(target, updated(language), include_lineno=False, sort_output=True, width=110)
    return target.getvalue()


def translated(message: Message) -> bool:
    """Whether every form of the text has a translation."""
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def main() -> int:
    for language in LANGUAGES:
        content = written(language)
        file_of(language).parent.mkdir(parents=True, exist_ok=True)
        file_of(language).write_bytes(content)
        catalogue = updated(language)
        missing = sum(1 for message in catalogue if message.id and not translated(message))
        sys.stdout.write(f"{language}: {len(catalogue)} texts, {missing} without a translation.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
