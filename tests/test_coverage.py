"""The page on what of BPMN is executed says what the tests show."""

from tests.coverage import PAGE, page


def test_the_coverage_page_is_what_the_tests_and_the_reader_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "Run `python -m tests.coverage`."
