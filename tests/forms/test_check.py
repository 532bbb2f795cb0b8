"""Answers are checked on the server by the schema that the browser shows."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.forms import FieldError, check, sentence
from engine.forms.answers import CHECKS
from engine.forms.errors import SENTENCES
from engine.forms.fields import KEYED

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def form(*components: dict[str, Any]) -> dict[str, Any]:
    return {"id": "form", "type": "default", "components": list(components)}


def field(kind: str, key: str = "answer", **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": "Answer", "id": f"id-{key}", **more}


def rules(schema: dict[str, Any], data: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    return [(error.field, error.rule) for error in check(schema, data, now=NOW, **more)[1]]


CHOICES = [{"label": "One", "value": "one"}, {"label": "Two", "value": "two"}]


@pytest.mark.parametrize(
    ("component", "answer"),
    [
        (field("textfield"), "Virtanen"),
        (field("textarea", validate={"minLength": 2, "maxLength": 5}), "  abcde  "),
        (field("textfield", validate={"pattern": "^[0-9]{7}-[0-9]$"}), "1234567-1"),
        (field("textfield", validate={"validationType": "email"}), "matti@example.fi"),
        (field("textfield", validate={"validationType": "phone"}), "+358401234567"),
        (field("number", validate={"min": 0, "max": 10}), 0),
        (field("number", decimalDigits=2), 1.25),
        (field("number", serializeToString=True), "1.25"),
        (field("number", increment="0.5"), 1.5),
        (field("checkbox"), False),
        (field("checkbox", validate={"required": True}), True),
        (field("radio", values=CHOICES), "one"),
        (field("select", values=[{"label": "5", "value": 5}]), 5),
        (field("checklist", values=CHOICES), ["one", "two"]),
        (field("taglist", values=CHOICES), []),
        (field("datetime", subtype="date"), "2026-03-02"),
        (field("datetime", subtype="time"), "14:30"),
        (field("datetime", subtype="datetime"), "2026-03-02T14:30+02:00"),
        (field("datetime", subtype="date", disallowPassedDates=True), "2026-03-02"),
        (field("textfield"), ""),
        (field("number"), None),
    ],
)
def test_a_right_answer_is_kept_as_it_is(component: dict[str, Any], answer: Any) -> None:
    assert check(form(component), {"answer": answer}, now=NOW) == ({"answer": answer}, ())


@pytest.mark.parametrize(
    ("component", "answer", "rule"),
    [
        (field("textfield", validate={"required": True}), None, "required"),
        (field("textfield", validate={"required": True}), "   ", "required"),
        (field("checkbox", validate={"required": True}), False, "required"),
        (field("checklist", values=CHOICES, validate={"required": True}), [], "required"),
        (field("textfield"), 5, "text"),
        (field("textarea", validate={"minLength": 3}), " ab ", "minLength"),
        (field("textarea", validate={"maxLength": 3}), "abcd", "maxLength"),
        (field("textfield", validate={"pattern": "^[0-9]+$"}), "abc", "pattern"),
        (field("textfield", validate={"validationType": "email"}), "matti", "email"),
        (field("textfield", validate={"validationType": "phone"}), "040", "phone"),
        (field("number"), "5", "number"),
        (field("number"), True, "number"),
        (field("number"), float("nan"), "number"),
        (field("number", decimalDigits=0), 1.5, "integer"),
        (field("number", decimalDigits=1), 1.25, "decimals"),
        (field("number", increment="0.5"), 1.2, "increment"),
        (field("number", validate={"min": 1}), 0, "min"),
        (field("number", validate={"max": 1}), 2, "max"),
        (field("checkbox"), "yes", "boolean"),
        (field("radio", values=CHOICES), "three", "option"),
        (field("select", values=[{"label": "5", "value": 5}]), "5", "option"),
        (field("checklist", values=CHOICES), ["one", "three"], "option"),
        (field("taglist", values=CHOICES), "one", "list"),
        (field("datetime", subtype="date"), "2.3.2026", "date"),
        (field("datetime", subtype="date"), 20260302, "date"),
        (field("datetime", subtype="time"), "half past two", "time"),
        (field("datetime", subtype="datetime"), "tomorrow", "datetime"),
        (field("datetime", subtype="date", disallowPassedDates=True), "2026-03-01", "past"),
    ],
)
def test_a_wrong_answer_is_named_with_its_rule(component: dict[str, Any], answer: Any, rule: str) -> None:
    values, errors = check(form(component), {"answer": answer}, now=NOW)

    assert [(error.field, error.rule) for error in errors] == [("answer", rule)]
    assert "answer" not in values
    assert sentence(errors[0]).startswith(("Answer", "The form"))


def test_all_wrong_answers_are_named_at_once() -> None:
    schema = form(field("textfield", "name", validate={"required": True}), field("number", "size"))

    assert rules(schema, {"size": "big"}) == [("name", "required"), ("size", "number")]


def test_a_name_that_the_form_does_not_have_is_refused() -> None:
    assert rules(form(field("textfield")), {"answer": "a", "assignee": "me"}) == [("assignee", "unknown")]


def test_a_field_that_was_not_sent_leaves_its_variable_alone() -> None:
    assert check(form(field("textfield")), {}) == ({}, ())


@pytest.mark.parametrize("attribute", ["disabled", "readonly"])
def test_what_cannot_be_typed_cannot_be_sent(attribute: str) -> None:
    schema = form(field("textfield") | {attribute: True})

    assert check(schema, {"answer": "changed"}) == ({}, ())


def test_a_hidden_field_is_neither_demanded_nor_taken() -> None:
    schema = form(
        field("checkbox", "visit"),
        field("textfield", "place", validate={"required": True}, conditional={"hide": "=not(visit)"}),
    )

    assert check(schema, {"visit": False, "place": "secret"}) == ({"visit": False}, ())
    assert rules(schema, {"visit": True}) == [("place", "required")]


def test_a_condition_sees_what_the_process_knows() -> None:
    schema = form(field("textfield", validate={"required": True}, conditional={"hide": "=due < today()"}))

    assert rules(schema, {}, variables={"due": {"@": "2026-03-01"}}) == []
    assert rules(schema, {}, variables={"due": {"@": "2026-03-03"}}) == [("answer", "required")]


def test_choices_may_come_from_a_variable_or_an_expression() -> None:
    from_variable = form(field("select", valuesKey="towns"))
    computed = form(field("select", valuesExpression="=for town in towns return {label: town, value: town}"))

    for schema in (from_variable, computed):
        assert rules(schema, {"answer": "Tampere"}, variables={"towns": ["Tampere", "Nokia"]}) == []
        assert rules(schema, {"answer": "Oslo"}, variables={"towns": ["Tampere"]}) == [("answer", "option")]


def test_limits_may_be_expressions() -> None:
    schema = form(field("number", validate={"max": "=places"}))

    assert rules(schema, {"answer": 4}, variables={"places": 3}) == [("answer", "max")]


def test_groups_write_a_context_and_errors_name_the_path() -> None:
    inside = (field("textfield", "name", validate={"required": True}), field("number", "size"))
    schema = form({"type": "group", "path": "company", "components": list(inside)})

    assert check(schema, {"company": {"name": "Oy", "size": 3}}) == ({"company": {"name": "Oy", "size": 3}}, ())
    assert rules(schema, {"company": {"size": "x"}}) == [
        ("company.name", "required"),
        ("company.size", "number"),
    ]
    assert rules(schema, {"company": "text"}) == [("company.name", "required")]


def test_a_group_without_a_path_is_only_a_frame() -> None:
    schema = form({"type": "group", "components": [field("textfield")]})

    assert check(schema, {"answer": "a"}) == ({"answer": "a"}, ())


def test_rows_are_checked_one_by_one() -> None:
    row = field("textfield", "email", validate={"validationType": "email", "required": True})
    schema = form({"type": "dynamiclist", "path": "contacts", "components": [row]})

    right = {"contacts": [{"email": "a@b.fi"}, {"email": "c@d.fi"}]}
    assert check(schema, right) == (right, ())
    assert rules(schema, {"contacts": [{"email": "a@b.fi"}, {}]}) == [("contacts.1.email", "required")]
    assert rules(schema, {"contacts": "none"}) == [("contacts", "rows")]


def test_a_computed_field_is_computed_here_whatever_was_sent() -> None:
    schema = form(field("number", "a"), {"type": "expression", "key": "double", "expression": "=a * 2"})

    assert check(schema, {"a": 4, "double": 1000}) == ({"a": 4, "double": 8}, ())


def test_dotted_keys_write_contexts() -> None:
    schema = form(field("textfield", "company.name"), field("textfield", "company.town"))
    data = {"company": {"name": "Oy", "town": "Nokia"}}

    assert check(schema, data) == (data, ())


def test_every_type_of_answer_has_a_check() -> None:
    assert CHECKS.keys() == KEYED - {"expression"}


def test_every_rule_has_a_sentence_for_its_params() -> None:
    params = {"digits": "2", "increment": "5", "min": "1", "max": "2", "length": "3", "value": "x", "message": "no"}
    for rule in SENTENCES:
        assert "Size" in sentence(FieldError("size", "Size", rule, params))
