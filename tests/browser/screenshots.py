"""`python -m tests.browser.screenshots FOLDER [NAME ...]`: pictures of the demo office's pages, all or those named.

The office stands still at one moment, so that pictures change only where pages do. Exit code: 0 when all pictures are
taken, 1 with a sentence when there is no Chromium, 2 for a wrong call.
"""

import sys
import tempfile
from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, StorageState, sync_playwright

from engine.testing import FakeClock
from processes.business_services.register import queries
from tests import chromium
from tests.browser.office import Served, serving
from tests.browser.visit import SIZES, Visit, open_window

EXPERT, MANAGER, AUDITOR, OWNER = "asiantuntija1", "palveluesimies", "tarkastaja", "prosessinomistaja"
ADMINISTRATOR = "yllapitaja"
NOBODY = ""  # a customer has no account
MOMENT = datetime(2026, 3, 11, 7, 40, tzinfo=UTC)
DIAGRAM = Path(__file__).parents[2] / "processes" / "business_services" / "service-path.bpmn"
AT_A_DESK = ("desk",)
LAST_STROKES = 500  # milliseconds for the islands to draw

Way = Callable[[Visit, Served], None]


def to(path: str) -> Way:
    return lambda visitor, _office: visitor.go(path)


def first_of(path: str) -> Way:
    """The first entry of a list, from its top."""

    def follow(visitor: Visit, _office: Served) -> None:
        visitor.go(path)
        target = visitor.page.locator("tbody th a").first.get_attribute("href")
        assert target, f"{path} lists nothing"
        visitor.go(target.partition("#")[0])

    return follow


def longest_story(visitor: Visit, office: Served) -> None:
    """The page of the customer who has had the most services, and then the most feedback, memos and contacts."""
    database = office.program.database

    def length(business_id: str) -> tuple[int, int]:
        story = queries.customer(database, business_id)
        return len(story.services), len(story.feedback) + len(story.memos) + len(story.contacts)

    longest = max((company.business_id for company in queries.search(database, limit=100).items), key=length)
    visitor.go(f"/customers/{longest}")


def its_history(visitor: Visit, office: Served) -> None:
    longest_story(visitor, office)
    business_id = visitor.page.url.rpartition("/")[2]
    first_of(f"/audit?customer={business_id}&process=service-path")(visitor, office)


def a_moment_of_it(visitor: Visit, office: Served) -> None:
    """The same history, some way back in it."""
    its_history(visitor, office)
    visitor.go(f"{urlsplit(visitor.page.url).path}/moment?fact=40")


def problems(visitor: Visit, _office: Served) -> None:
    """A diagram with mistakes, opened in the studio."""
    visitor.go("/studio/process/service-path")
    visitor.page.locator("input[type=file]").set_input_files(
        {"name": DIAGRAM.name, "mimeType": "application/xml", "buffer": with_mistakes(DIAGRAM.read_text()).encode()}
    )
    visitor.page.locator(".pk-problem").first.wait_for()
    visitor.settle()


def with_mistakes(diagram: str) -> str:
    """A condition that is cut off, and a task without its form."""
    for right, wrong in (
        ('>=list contains(services, "recruitment")<', ">=list contains(services, <"),
        ('formId="reassessment"', 'formId="uusi-arvio"'),
    ):
        assert right in diagram, f"The diagram has changed: no {right} in it"
        diagram = diagram.replace(right, wrong, 1)
    return diagram


def feedback(visitor: Visit, office: Served) -> None:
    """The page behind a customer's link, which the demo office shows with the letter."""
    database = office.program.database
    asked = (found for found in queries.awaited_feedback(database))
    business_id = next(found.business_id for found in asked if language_of(office, found.business_id) == "fi")
    visitor.sign_in(EXPERT)
    visitor.go(f"/customers/{business_id}")
    link = visitor.page.locator('a[href*="/feedback/"]').first.get_attribute("href")
    assert link, "The letter has no link"
    visitor.page.context.clear_cookies()
    visitor.go("/feedback/" + link.rpartition("/feedback/")[2])


def language_of(office: Served, business_id: str) -> str:
    return queries.customer(office.program.database, business_id, newest=1).company.language


@dataclass(frozen=True)
class Picture:
    name: str
    account: str
    way: Way
    sizes: tuple[str, ...] = tuple(SIZES)


PICTURES = (
    Picture("inbox", EXPERT, to("/inbox")),
    Picture("work-item", EXPERT, first_of("/inbox")),
    Picture("customers", EXPERT, to("/customers")),
    Picture("customer", EXPERT, longest_story),
    Picture("contact", EXPERT, to("/contact/new")),
    Picture("everybody", MANAGER, to("/inbox?scope=all")),
    Picture("processes", OWNER, to("/studio")),
    Picture("studio", OWNER, to("/studio/process/service-path")),
    Picture("problems", OWNER, problems),
    Picture("decision", OWNER, to("/studio/decision/segment")),
    Picture("form", OWNER, to("/studio/form/needs-assessment")),
    Picture("trace", AUDITOR, to("/audit?kind=WorkItemCompleted")),
    Picture("instance", AUDITOR, its_history),
    Picture("feedback", NOBODY, feedback),
    Picture("make-contact", NOBODY, to("/make-contact"), AT_A_DESK),
    Picture("team", MANAGER, to("/team"), AT_A_DESK),
    Picture("scorecard", MANAGER, to("/scorecard"), AT_A_DESK),
    Picture("visits", MANAGER, to("/visits"), AT_A_DESK),
    Picture("imports", MANAGER, to("/customers/import"), AT_A_DESK),
    Picture("moment", AUDITOR, a_moment_of_it, AT_A_DESK),
    Picture("mining", AUDITOR, to("/audit/mining?definition=service-path:1"), AT_A_DESK),
    Picture("operations", ADMINISTRATOR, to("/operations/instances"), AT_A_DESK),
    Picture("letters", ADMINISTRATOR, to("/operations/letters"), AT_A_DESK),
    Picture("tokens", ADMINISTRATOR, to("/operations/tokens"), AT_A_DESK),
    Picture("storage", ADMINISTRATOR, to("/operations/storage"), AT_A_DESK),
)
#: What the README and readers without Finnish see, at a desk.
IN_ENGLISH = ("inbox", "customer", "studio", "instance")


@dataclass(frozen=True)
class Photographer:
    browser: Browser
    office: Served
    folder: Path
    sessions: dict[str, StorageState]

    def take(self, picture: Picture, size: str, language: str = "fi") -> None:
        """One picture, by somebody who signs in once only."""
        cookies = self.sessions.get(picture.account)
        visitor = open_window(self.browser, self.office.address, size, cookies, locale="fi-FI")
        if picture.account and cookies is None:
            visitor.sign_in(picture.account)
            self.sessions[picture.account] = visitor.page.context.storage_state()
        visitor.go(f"/language/{language}?next=/sign-in")
        picture.way(visitor, self.office)
        visitor.page.wait_for_timeout(LAST_STROKES)
        ending = {"desk": "", "phone": "-phone"}[size] + ("" if language == "fi" else f"-{language}")
        visitor.page.screenshot(path=self.folder / f"{picture.name}{ending}.png")
        visitor.page.context.close()

    def take_all(self, names: Collection[str] = ()) -> None:
        for picture in [one for one in PICTURES if not names or one.name in names]:
            for size in picture.sizes:
                self.take(picture, size)
            if picture.name in IN_ENGLISH:
                self.take(picture, "desk", "en")


def main(arguments: list[str]) -> int:
    unknown = set(arguments[1:]) - {one.name for one in PICTURES}
    if not arguments or unknown:
        sys.stderr.write("Give the folder for the pictures: python -m tests.browser.screenshots FOLDER [NAME ...]\n")
        return 2
    executable = chromium.find_chromium()
    if executable is None:
        sys.stderr.write(f"No pictures: {chromium.MISSING}.\n")
        return 1
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as closing:
        data = closing.enter_context(tempfile.TemporaryDirectory())
        office = closing.enter_context(serving(Path(data), FakeClock(MOMENT)))
        playwright = closing.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=executable, args=list(chromium.ARGUMENTS))
        Photographer(browser, office, folder, {}).take_all(arguments[1:])
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
