"""No list of the API grows without an end: each is read page by page, or is as long as what somebody deployed."""

from typing import Any

from tests.web.conftest import Office

#: Lists that are as long as what people have drawn, and not as what has happened.
AS_LONG_AS_WHAT_IS_DEPLOYED = {"/api/v1/definitions/{kind}", "/api/v1/definitions/{kind}/{id}/versions"}


def lists(spec: Any) -> dict[str, tuple[set[str], set[str]]]:
    """By path: the parameters, and the fields of the answer, of everything that answers with a list."""
    found = {}
    for path, methods in spec["paths"].items():
        get = methods.get("get")
        content = get["responses"]["200"].get("content", {}) if get else {}
        reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
        fields = spec["components"]["schemas"].get(reference.rpartition("/")[2], {}).get("properties", {})
        if any(field.get("type") == "array" for field in fields.values()) and "items" in fields:
            parameters = {one["name"] for one in get.get("parameters", []) if one["in"] == "query"}
            found[path] = (parameters, set(fields))
    return found


def test_every_list_is_paged_by_a_key(office: Office) -> None:
    found = lists(office.app.test_client().get("/api/v1/openapi.json").json)
    paged = {path for path, (asked, told) in found.items() if {"after", "limit"} <= asked and "next" in told}
    assert found.keys() - paged == AS_LONG_AS_WHAT_IS_DEPLOYED
    assert {path.rpartition("/")[2] for path in paged} == {"instances", "facts", "work-items", "incidents"}
