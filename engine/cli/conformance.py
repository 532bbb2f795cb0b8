"""polku conformance: how much of BPMN the kernel really executes, by the cases of a suite."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from engine.conformance import run_suite, suites


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write each result to this file.")
@click.pass_context
def conformance(context: click.Context, folder: Path, file: Path | None) -> None:
    """Run the suite of BPMN cases in DIR, or the suites in it, and print each case that fails with its reason.

    A suite is a folder with cases.json and models/. Exit code 1 if a case fails.
    """
    results = [result for suite in suites(folder) for result in run_suite(suite)]
    failed = [result for result in results if not result.passed]
    for result in failed:
        click.echo(f"{result.id}: {result.reason}")
    passed = len(results) - len(failed)
    if file is not None:
        written: dict[str, Any] = {"passed": passed, "failed": len(failed), "cases": [asdict(one) for one in results]}
        file.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(f"{passed} passed, {len(failed)} failed")
    if failed:
        context.exit(1)
