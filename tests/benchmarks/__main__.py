"""Run measurements by name, or all of them.

Usage: python -m tests.benchmarks [NAME | --all] [--size PART] [--json FILE] [--markdown FILE]

Each module of this folder is a benchmark: its `run()` gives a list of measurements, each with `name`, `value`
and `unit`, and with `peer`, `peer_value` and `ratio` (value divided by peer value) where something to compare with
ran beside it. Without a name the benchmarks are listed. Exit code 2: there is no benchmark of that name.
"""

import argparse
import importlib
import json
import platform
import sys
from collections.abc import Iterable
from inspect import signature
from pathlib import Path

HERE = Path(__file__).parent
Measurement = dict[str, object]


def names() -> list[str]:
    return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def purpose(name: str) -> str:
    """The first sentence of the benchmark's own description."""
    return (importlib.import_module(f"tests.benchmarks.{name}").__doc__ or "").partition("\n")[0]


def run(name: str, size: float = 1.0) -> list[Measurement]:
    """`size` 0.01 does a hundredth of the work, to see that a benchmark runs; not all of them can be made smaller."""
    work = importlib.import_module(f"tests.benchmarks.{name}").run
    measurements: list[Measurement] = work(size) if signature(work).parameters else work()
    return measurements


def row(measurement: Measurement) -> list[str]:
    def shown(value: object) -> str:
        return f"{value:,}" if isinstance(value, int | float) else str(value)

    compared = (
        [shown(measurement[key]) for key in ("peer", "peer_value", "ratio")] if "peer" in measurement else [""] * 3
    )
    return [str(measurement["name"]), shown(measurement["value"]), str(measurement["unit"]), *compared]


def as_markdown(results: Iterable[tuple[str, list[Measurement]]]) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; do not edit. Absolute figures belong to the machine that ran them",
        f"(Python {platform.python_version()}): compare figures of one run, and trust ratios first.",
    ]
    for name, measurements in results:
        lines += ["", f"## {name}", "", purpose(name), ""]
        lines += [
            "| measurement | value | unit | beside it | its value | ratio |",
            "| --- | ---: | --- | --- | ---: | ---: |",
        ]
        lines += [f"| {' | '.join(row(measurement))} |" for measurement in measurements]
    return "\n".join(lines) + "\n"


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Run measurements.")
    parser.add_argument("name", nargs="?", help="a benchmark; without one they are listed")
    parser.add_argument("--all", action="store_true", help="run every benchmark")
    parser.add_argument("--size", type=float, default=1.0, metavar="PART", help="do this part of the work")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the measurements there, as a list")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the measurements there, as tables")
    return parser.parse_args(given)


def main(given: list[str]) -> int:
    options = arguments(given)
    if options.name is None and not options.all:
        print("\n".join(f"{name:24} {purpose(name)}" for name in names()))
        return 0
    if options.name is not None and options.name not in names():
        print(f"There is no benchmark {options.name!r}. There are: {', '.join(names())}.", file=sys.stderr)
        return 2
    results = []
    for name in names() if options.all else [options.name]:
        results.append((name, run(name, options.size)))
        for measurement in results[-1][1]:
            print("  ".join(filter(None, row(measurement))), flush=True)
    if options.json:
        options.json.write_text(json.dumps([entry for _, found in results for entry in found], indent=2) + "\n")
    if options.markdown:
        options.markdown.write_text(as_markdown(results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
