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
    figures = {entry["name"]: entry for entry in measured}  # times too, but on a busy machine they prove nothing
    young, old = figures["state after round 1"], figures["state after round 200"]
    assert old["peer_value"] > 10 * young["peer_value"]
    assert old["value"] <= young["value"] + 10  # a key of the newest element may have some digits more
    assert figures["rounds done"]["peer_value"] < 400 < figures["rounds done"]["value"]
    assert figures[f"{spiffworkflow_loop.PEER} calls itself completed, with so many ready"]["value"] == 1


def test_the_page_shows_what_ran_beside_a_measurement() -> None:
    alone = {"name": "round 10", "value": 1234.5, "unit": "ms"}
    beside = alone | {"peer": "a floor", "peer_value": 2469, "ratio": 0.5}
    page = as_markdown([("spiffworkflow_loop", [alone, beside])])
    assert "| round 10 | 1,234.5 | ms |  |  |  |" in page
    assert "| round 10 | 1,234.5 | ms | a floor | 2,469 | 0.5 |" in page
