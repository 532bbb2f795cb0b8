"""Runs the cases of a DMN Technology Compatibility Kit and judges them by its rules.

``run_tck(folder)`` reads ``<level>/<model>/*-test-*.xml`` and the models beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from engine.decisions.errors import DmnError, Problem
from engine.decisions.model import DecisionModel, DecisionResult
from engine.decisions.reader import read_dmn
from engine.decisions.tck_values import matches, read_value
from engine.decisions.xml import Element, read_head
from engine.feel import FeelError
from engine.feel.names import normalized
from engine.feel.run import Run
from engine.feel.values.text import nested

_NS = "{http://www.omg.org/spec/DMN/20160719/testcase}"
_NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CaseResult:
    name: str  # level/folder/case
    passed: bool
    detail: str  # for a failing case: what was expected and what came
    expects_value: bool  # at least one expected value is not null
    by_error: bool  # passed, but only as an error that was expected


def run_tck(directory: str | Path) -> list[CaseResult]:
    """The result of every case below the directory, in the order of their names."""
    results: list[CaseResult] = []
    for tests in sorted(Path(directory).rglob("*test*.xml")):
        results.extend(_run_file(tests))
    return results


def summary(results: list[CaseResult]) -> dict[str, int]:
    """The figures that the kit's rules ask for."""
    valued = [result for result in results if result.expects_value]
    nulls = [result for result in results if not result.expects_value]
    return {
        "passed": sum(result.passed for result in results),
        "failed": sum(not result.passed for result in results),
        "cases that expect a value": len(valued),
        "of these passed": sum(result.passed for result in valued),
        "cases that expect null": len(nulls),
        "passed with null": sum(result.passed and not result.by_error for result in nulls),
        "passed with an error only": sum(result.passed and result.by_error for result in nulls),
    }


def report(results: list[CaseResult]) -> list[str]:
    """A line for each failing case, the figures, and last ``N passed, M failed``."""
    figures = summary(results)
    passed, failed = figures.pop("passed"), figures.pop("failed")
    return [
        *(f"{result.name}: {result.detail}" for result in results if not result.passed),
        *(f"{name}: {figure}" for name, figure in figures.items()),
        f"{passed} passed, {failed} failed",
    ]


def _run_file(tests: Path) -> Iterator[CaseResult]:
    root = etree.fromstring(tests.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    if root.tag != f"{_NS}testCases":
        return
    group = "/".join(tests.parent.parts[-2:])
    try:
        model: DecisionModel | DmnError = _load(tests.parent, (root.findtext(f"{_NS}modelName") or "").strip())
    except DmnError as error:
        model = error
    except Exception as error:  # noqa: BLE001  a model that breaks the reader fails its cases, the others go on
        model = DmnError(Problem("", f"{type(error).__name__}: {error}", ""))
    for case in root.iterfind(f"{_NS}testCase"):
        yield _run_case(f"{group}/{case.get('id')}", case, model)


def _load(folder: Path, main: str) -> DecisionModel:
    """The main model, with every other model of the folder that it imports, however deep."""
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.dmn"))}
    loaded: dict[str, DecisionModel] = {}
    waiting = [name for name in files if name != main]
    while waiting:
        postponed: list[str] = []
        for name in waiting:
            if set(read_head(files[name]).imports) <= set(loaded):
                model = read_dmn(files[name], loaded, lenient=True)
                loaded[model.namespace] = model
            else:
                postponed.append(name)
        if len(postponed) == len(waiting):
            break
        waiting = postponed
    return read_dmn(files[main], loaded, lenient=True)


def _run_case(name: str, case: Element, model: DecisionModel | DmnError) -> CaseResult:
    nodes = list(case.iterfind(f"{_NS}resultNode"))
    expected = [read_value(node.find(f"{_NS}expected")) for node in nodes]
    expects_value = any(value is not None for value in expected)
    if isinstance(model, DmnError):
        return CaseResult(name, False, f"the model cannot be read: {model}", expects_value, False)
    details: list[str] = []
    by_error = False
    for node, value in zip(nodes, expected, strict=True):
        try:
            actual = _actual(case, node, model)
        except (FeelError, LookupError) as error:
            if node.get("errorResult") == "true":
                by_error = True
            else:
                details.append(f"{node.get('name')}: {error}")
            continue
        except Exception as error:  # noqa: BLE001  a case that breaks the engine has failed, the others go on
            details.append(f"{node.get('name')}: {type(error).__name__}: {error}")
            continue
        if not matches(actual.value, value):
            hint = f" ({actual.warnings[0]})" if actual.warnings else ""
            details.append(f"{node.get('name')}: expected {_shown(value)}, got {_shown(actual.value)}{hint}")
    return CaseResult(name, not details, "; ".join(details), expects_value, by_error)


def _shown(value: Any) -> str:
    return nested(value, Run(_NOW))


def _actual(case: Element, node: Element, model: DecisionModel) -> DecisionResult:
    variables, overrides, imported = _inputs(case, model)
    wanted = normalized(node.get("name") or "")
    options: dict[str, Any] = {"overrides": overrides, "imported": imported}
    if case.get("type") == "decisionService":
        called = normalized(case.get("invocableName") or "")
        service = next((found for found in model.services.values() if found.name == called), None)
        if service is None:
            raise LookupError(f"there is no decision service {called!r}")
        result = model.decide_by_service(service.id, variables, _NOW, **options)
        if len(service.outputs) > 1 and isinstance(result.value, dict):
            return DecisionResult(result.value.get(wanted), result.rules, result.warnings, result.inputs)
        return result
    for decision in model.decisions.values():
        if decision.name == wanted:
            return model.decide(decision.id, variables, _NOW, **options)
    raise LookupError(f"there is no decision {wanted!r}")


def _inputs(
    case: Element, model: DecisionModel
) -> tuple[dict[str, Any], dict[str, Any], Mapping[str, Mapping[str, Any]]]:
    decisions = {decision.name for decision in model.decisions.values()}
    data = {item.name for item in model.inputs.values()}
    variables: dict[str, Any] = {}
    overrides: dict[str, Any] = {}
    imported: dict[str, dict[str, Any]] = {}
    for element in case.iterfind(f"{_NS}inputNode"):
        name, namespace = normalized(element.get("name") or ""), element.get("namespace")
        value = read_value(element)
        if namespace and namespace != model.namespace:
            imported.setdefault(namespace, {})[name] = value
        elif name in decisions and name not in data:
            overrides[name] = value
        else:
            variables[name] = value
    return variables, overrides, imported
