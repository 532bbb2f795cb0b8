"""polku feel, decide and tck: expressions and decisions, tried without a process."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from engine.decision_files import DecisionFiles
from engine.decisions import DecisionModel
from engine.decisions.tck import report, run_tck, summary
from engine.errors import Invalid, NotFound
from engine.feel import FeelError, FeelSyntaxError, compile_expression
from engine.feel.codec import from_json, to_json

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class JsonObject(click.ParamType[dict[str, Any]]):
    """Variables as a JSON object, in the form of `engine.feel.codec`."""

    name = "JSON"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        try:
            found = json.loads(value, parse_float=Decimal, parse_constant=_refuse)
            if isinstance(found, dict):
                return {name: from_json(content) for name, content in found.items()}
        except json.JSONDecodeError as error:
            self.fail(f'it is no JSON: {error}. Write an object, for instance {{"amount": 5}}', parameter, context)
        except (ValueError, FeelError) as error:
            self.fail(f"it can't be read: {error}", parameter, context)
        except RecursionError:
            self.fail("it is nested too deeply", parameter, context)
        return self.fail('it must be an object, for instance {"amount": 5}', parameter, context)


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


VARIABLES = JsonObject()


@click.command()
@click.argument("expression", metavar="EXPRESSION")
@click.option("--context", "variables", type=VARIABLES, default="{}", help="The variables that it can read.")
def feel(expression: str, variables: dict[str, Any]) -> None:
    """Evaluate a FEEL expression, and print its value as JSON.

    Warnings, which say why a value is null, go to the error output.
    """
    try:
        # With the names of the variables, so that signs and spaces in them are no operators.
        found = compile_expression(expression, variables).explain(variables, datetime.now(UTC))
        value = to_json(found.value)
    except FeelSyntaxError as error:
        raise Invalid({"expression": str(error)}) from error
    except FeelError as error:
        raise Invalid({"expression": f"The expression can't be evaluated: {error}"}) from error
    for warning in found.warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(json.dumps(value, ensure_ascii=False))


@click.command()
@click.argument("file", type=FILE)
@click.option("--decision", metavar="ID", help="Which decision; not needed where the file has only one.")
@click.option("--inputs", "variables", type=VARIABLES, default="{}", help="The input data.")
def decide(file: Path, decision: str | None, variables: dict[str, Any]) -> None:
    """Evaluate a decision of the DMN file FILE, and print its value as JSON.

    Models that it imports are taken from the folder of FILE. The rules that fired, and warnings, go to the error
    output.
    """
    model = model_in(file)
    ids = ", ".join(model.decisions)
    if decision is None and len(model.decisions) != 1:
        raise click.UsageError(f"{file.name} has several decisions. Name one with --decision: {ids}.")
    wanted = decision or next(iter(model.decisions))
    if wanted not in model.decisions:
        raise NotFound(f"{file.name} has no decision {wanted}. It has: {ids}.")
    try:
        result = model.decide(wanted, variables, datetime.now(UTC))
        value = to_json(result.value)
    except FeelError as error:
        raise Invalid({"decision": f"The decision {wanted} can't be evaluated: {error}"}) from error
    for rule in result.rules:
        click.echo(f"rule: {' · '.join(map(str, rule))}", err=True)
    for warning in result.warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(json.dumps(value, ensure_ascii=False))


def model_in(file: Path) -> DecisionModel:
    """The decision model in a file. Raises `Invalid` with all that is wrong with it."""
    beside = {path.name: path.read_bytes() for path in sorted(file.parent.glob("*.dmn"))}
    reading = DecisionFiles(beside | {file.name: file.read_bytes()}, lambda _namespace: None)
    model = reading.models.get(file.name)
    if model is None:
        problems = "\n".join(map(str, reading.problems[file.name]))
        raise Invalid({"file": f"{file.name}: {problems}"})
    return model


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write each result to this file.")
@click.pass_context
def tck(context: click.Context, folder: Path, file: Path | None) -> None:
    """Run the cases of a DMN Technology Compatibility Kit in DIR, and print each that fails with its reason.

    Exit code 1 if a case fails.
    """
    results = run_tck(folder)
    if not results:
        raise click.UsageError(f"Below {folder} are no cases: there is no file such as 0001-filter-test-01.xml.")
    if file is not None:
        written = {**summary(results), "cases": [asdict(result) for result in results]}
        file.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for line in report(results):
        click.echo(line)
    if not all(result.passed for result in results):
        context.exit(1)
