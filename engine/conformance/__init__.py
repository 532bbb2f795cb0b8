"""Runs suites of executable BPMN cases on the kernel, without a database and under a virtual clock.

A suite is a folder with `cases.json` (a list of cases) and `models/` (the files that they name).
"""

from engine.conformance.case import Case, read_cases
from engine.conformance.run import Result, run_suite, suites

__all__ = ["Case", "Result", "read_cases", "run_suite", "suites"]
