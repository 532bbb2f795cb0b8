"""A document of headings, pairs and timed lines as PDF/A-2u, with its font inside: made without a browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import font_source_sans_pro as fonts
from fontTools.ttLib import TTFont
from fpdf import FPDF, TextStyle, XPos, YPos

FONT, MARGIN, TIMES = "text", 18, 17  # millimetres from the edge, and for the time of day
INK, GREY, BLUE = (32, 32, 32), (85, 85, 85), (0, 53, 122)
STYLES = {"": fonts.font_files_ttf["SourceSansPro"], "B": fonts.font_files_ttf["SourceSansProBold"]}
SMALL, USUAL = 9, 10.5  # points
LINE = 4.8  # millimetres


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a timeline: the time of day, what happened, and what is written small below it."""

    time: str
    text: str
    small: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. `level` 0 begins a part of the document."""

    heading: str
    level: int = 0
    text: str = ""
    pairs: Sequence[tuple[str, str]] = ()
    entries: Sequence[Entry] = ()
    exact: str = ""  # kept line by line, as a signed note must be


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed. `page` says which page of how many, with the places {page} and {pages}."""

    title: str
    language: str
    made: datetime
    page: str
    pairs: Sequence[tuple[str, str]]
    sections: Sequence[Section]


@cache
def letters() -> frozenset[int]:
    """What the font can write."""
    return frozenset(TTFont(STYLES[""]).getBestCmap())


def writable(text: str) -> str:
    """The text; what the font lacks stands there by its number, because leaving it out would change what was said."""
    known = letters()
    return "".join(one if ord(one) in known or one == "\n" else f"<U+{ord(one):04X}>" for one in text)


class Sheets(FPDF):
    """The pages of a document, each with its title and number at the foot."""

    def __init__(self, document: Document) -> None:
        super().__init__(format="A4", enforce_compliance="PDF/A-2U")
        self.document = document
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN + 4)
        for style, file in STYLES.items():
            self.add_font(FONT, style, file)
        self.set_title(document.title)
        self.set_lang(document.language)
        self.set_creation_date(document.made)
        self.alias_nb_pages("{pages}")
        self.set_section_title_styles(
            TextStyle(FONT, "B", 15, BLUE, t_margin=5, b_margin=2),
            TextStyle(FONT, "B", 11.5, BLUE, t_margin=3, b_margin=1),
        )

    def footer(self) -> None:
        """The title and the number of the page."""
        self.set_y(-MARGIN + 2)
        self.style(SMALL, GREY)
        number = self.document.page.replace("{page}", str(self.page_no()))
        self.cell(0, LINE, writable(self.document.title))
        self.cell(0, LINE, number, align="R")

    def style(self, size: float, colour: tuple[int, int, int] = INK, weight: str = "") -> None:
        self.set_font(FONT, weight, size)
        self.set_text_color(*colour)

    def room_for(self, height: float) -> None:
        """Begin a page where less than this is left."""
        if self.will_page_break(height):
            self.add_page()

    def written(self, text: str, left: float = 0) -> None:
        self.set_x(MARGIN + left)
        self.multi_cell(0, LINE, writable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def pdf(document: Document) -> bytes:
    """The document as a PDF."""
    sheets = Sheets(document)
    sheets.add_page()
    sheets.style(20, BLUE, "B")
    sheets.multi_cell(0, 9, writable(document.title), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheets.ln(2)
    pairs(sheets, document.pairs)
    for section in document.sections:
        sheets.room_for(24)
        sheets.start_section(writable(section.heading), section.level, strict=False)
        if section.text:
            sheets.style(USUAL)
            sheets.written(section.text)
        pairs(sheets, section.pairs)
        for entry in section.entries:
            line(sheets, entry)
        for text in section.exact.splitlines():
            sheets.style(SMALL)
            sheets.written(text)
    return bytes(sheets.output())


def pairs(sheets: Sheets, found: Sequence[tuple[str, str]]) -> None:
    for name, value in found:
        sheets.style(SMALL, GREY)
        sheets.room_for(LINE)
        sheets.cell(45, LINE, writable(name))
        sheets.style(USUAL)
        sheets.written(value, 45)


def line(sheets: Sheets, entry: Entry) -> None:
    sheets.room_for(2 * LINE)
    sheets.style(SMALL, GREY)
    sheets.cell(TIMES, LINE, writable(entry.time))
    sheets.style(USUAL)
    sheets.written(entry.text, TIMES)
    sheets.style(SMALL, GREY)
    sheets.written(entry.small, TIMES)
    sheets.ln(1)
