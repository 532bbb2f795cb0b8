"""The catalogues are read from their .po files when first needed: there is no compiled copy to go stale."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

FOLDER = Path(__file__).parent.parent / "translations"
LANGUAGES = {"fi": "Suomi", "en": "English"}
DEFAULT = "fi"


@cache
def translations(language: str) -> Translations:
    """The catalogue of a language. Texts without a translation stay as they are in the source: English."""
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


class Catalogues(Domain):
    """Flask-Babel's domain, on the .po files."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return translations(locale.language if locale else DEFAULT)
