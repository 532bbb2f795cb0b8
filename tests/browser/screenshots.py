"""`python -m tests.browser.screenshots FOLDER`: pictures of the pages of the demo office, for the documents.

Exit code: 0 when all pictures are taken, 1 with a sentence when there is no Chromium, 2 for a wrong call.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.browser.office import serving
from tests.browser.visit import SIZES, open_window

EXPERT, MANAGER, AUDITOR, OWNER = "asiantuntija1", "palveluesimies", "tarkastaja", "prosessinomistaja"

#: File name: (account, path); "first of" opens the first entry of that list.
PICTURES = {
    "inbox": (EXPERT, "/inbox"),
    "work-item": (EXPERT, "first of /inbox"),
    "customers": (EXPERT, "/customers"),
    "customer": (EXPERT, "first of /customers"),
    "contact": (EXPERT, "/contact/new"),
    "everybody": (MANAGER, "/inbox?scope=all"),
    "processes": (OWNER, "/studio"),
    "studio": (OWNER, "/studio/process/service-path"),
    "decision": (OWNER, "/studio/decision/segment"),
    "trace": (AUDITOR, "/audit?kind=WorkItemCompleted"),
    "instance": (AUDITOR, "first of /audit?kind=WorkItemCompleted"),
}


def take_all(browser: Browser, address: str, folder: Path) -> None:
    for size in SIZES:
        for name, (account, path) in PICTURES.items():
            visitor = open_window(browser, address, size)
            visitor.sign_in(account)
            if path.startswith("first of "):
                visitor.follow_first(path.removeprefix("first of "))
            else:
                visitor.go(path)
            visitor.page.wait_for_timeout(500)  # the islands' last strokes
            visitor.page.screenshot(path=folder / (f"{name}.png" if size == "desk" else f"{name}-{size}.png"))
            visitor.page.context.close()


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Give the folder for the pictures: python -m tests.browser.screenshots FOLDER\n")
        return 2
    executable = chromium.find_chromium()
    if executable is None:
        sys.stderr.write(f"No pictures: {chromium.MISSING}.\n")
        return 1
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, serving(Path(data)) as office, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(chromium.ARGUMENTS))
        take_all(browser, office.address, folder)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
