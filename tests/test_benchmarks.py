"""Benchmarks are run by name, and write what they measured in one agreed form."""

import json
from pathlib import Path

import pytest

from tests.benchmarks import spiffworkflow_loop
from tests.benchmarks.__main__ import as_markdown, main, names


def test_without_a_name_the_benchmarks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == names()
    assert "spiffworkflow_loop" in listed


def test_an_unknown_name_is_said_and_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing_like_it"]) == 2
    assert "no benchmark 'nothing_like_it'" in capsys.readouterr().err


def test_decision_0001_still_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spiffworkflow_loop, "LIVES", 1)
    assert main(["spiffworkflow_loop", "--json", str(tmp_path / "loop.json")]) == 0

    measured = json.loads((tmp_path / "loop.json").read_text())
    assert all({"name", "value", "unit"} <= entry.keys() for entry in measured)
    figures = {entry["name"].removeprefix(f"{spiffworkflow_loop.PEER}: "): entry["value"] for entry in measured}
    assert {"round 1", "round 50", "round 200"} <= figures.keys()  # times are told, but a busy machine proves nothing
    assert figures["state after round 200"] > 10 * figures["state after round 1"]
    assert figures["calls itself completed after"] < 400
    assert figures["tasks ready to run then"] == 1


def test_the_page_shows_what_ran_beside_a_measurement() -> None:
    alone = {"name": "round 10", "value": 1234.5, "unit": "ms"}
    beside = alone | {"peer": "a floor", "peer_value": 2469, "ratio": 0.5}
    page = as_markdown([("spiffworkflow_loop", [alone, beside])])
    assert "| round 10 | 1,234.5 | ms |  |  |  |" in page
    assert "| round 10 | 1,234.5 | ms | a floor | 2,469 | 0.5 |" in page
