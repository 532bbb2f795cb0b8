"""Jobs: what a diagram may say about their tries."""

from collections.abc import Iterator

from lxml import etree

from engine.feel.values.durations import DaysTime, YearsMonths, parse_duration
from engine.reader.nodes import attribute
from engine.reader.problems import error
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import zeebe

BACK_OFF, TIME_OUT = "retryBackoff", "jobTimeout"


@rule(
    error(
        "job-back-off",
        "{it} has the header {header} with “{value}”, which is no positive duration and no list of them.",
        "Write one duration such as PT5M, or several with commas between them: PT10S, PT1M, PT1H.",
    )
)
def back_off(root: etree._Element) -> Iterator[Found]:
    for header, value in headers(root, BACK_OFF):
        if not all(is_positive(part.strip()) for part in value.split(",")):
            yield at(header, header=BACK_OFF, value=value)


@rule(
    error(
        "job-time-out",
        "{it} has the header {header} with “{value}”, which is no positive duration.",
        "Write how long one try of the job may take, such as PT5M.",
    )
)
def time_out(root: etree._Element) -> Iterator[Found]:
    for header, value in headers(root, TIME_OUT):
        if not is_positive(value.strip()):
            yield at(header, header=TIME_OUT, value=value)


def headers(root: etree._Element, key: str) -> Iterator[tuple[etree._Element, str]]:
    for header in root.iter(zeebe("header")):
        if attribute(header, "key") == key:
            yield header, header.get("value") or ""


def is_positive(text: str) -> bool:
    match parse_duration(text):
        case DaysTime(amount) | YearsMonths(amount):
            return amount > 0
    return False


RULES = (back_off, time_out)
