"""What every answer carries, and what no answer shows."""

import pytest

from tests.web.conftest import Office
from web.assets import FrontEndNotBuilt
from web.security import HEADERS

PAGES = ("/sign-in", "/health/live", "/nowhere", "/inbox", "/customers", "/studio")


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_headers(office: Office, address: str) -> None:
    answer = office.visitor("aino").get(address)

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert HEADERS.items() <= dict(answer.headers).items()
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_the_designers_pages_may_have_style_attributes(office: Office) -> None:
    policy = office.visitor("otso").get("/studio/process/service-path").headers["Content-Security-Policy"]

    assert "style-src-attr 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy


def test_no_page_has_a_script_or_style_of_its_own(office: Office) -> None:
    for account, address in [("aino", "/inbox"), ("otso", "/studio/process/service-path"), ("taru", "/audit")]:
        page = office.visitor(account).get(address).text
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        assert page.count("<script") == page.count('<script type="module" src="/static/dist/')


def test_an_unknown_address_is_a_page_with_a_sentence(office: Office) -> None:
    answer = office.visitor("aino").get("/nowhere")

    assert answer.status_code == 404
    assert "<h1>There is no such page</h1>" in answer.text


def test_a_failure_is_a_page_without_a_traceback(office: Office) -> None:
    def fail() -> str:
        raise RuntimeError("secret detail")

    office.app.view_functions["customers.page"] = fail
    answer = office.visitor("aino").get("/customers")

    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text


def test_without_a_front_end_every_page_says_what_to_do(office: Office) -> None:
    def missing(_entry: str) -> None:
        raise FrontEndNotBuilt

    office.app.jinja_env.globals["asset"] = missing
    for address in ("/sign-in", "/nowhere"):
        answer = office.app.test_client().get(address)
        assert answer.status_code == 503
        assert answer.text.startswith("The front end has not been built")


def test_a_script_gets_its_error_as_json(office: Office) -> None:
    answer = office.visitor("aino").ask("/inbox/none/1/complete", {"data": {}})

    assert answer.status_code == 404
    assert answer.json == {"message": "There is no such page. Check the address, or search for what you need."}


def test_a_fragment_gets_its_error_as_an_alert(office: Office) -> None:
    answer = office.visitor("aino").get("/inbox/none/1", headers={"HX-Request": "true"})

    assert answer.status_code == 404
    assert 'role="alert"' in answer.text
    assert "<html" not in answer.text


def test_an_old_page_is_told_to_reload(office: Office) -> None:
    visitor = office.visitor("aino")
    visitor.token = "of another session"

    answer = visitor.send("/sign-out")

    assert answer.status_code == 400
    assert "Reload it and try again." in answer.text


def test_what_is_too_large_is_refused(office: Office) -> None:
    answer = office.visitor("aino").ask("/contact", {"data": {"matter": "x" * 9_000_000}})

    assert answer.status_code == 413
