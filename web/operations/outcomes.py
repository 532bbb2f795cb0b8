"""What came of many, told on the next page."""

from collections.abc import Sequence

from flask import flash
from flask_babel import ngettext

from engine.operations import Outcome


def tell(outcomes: Sequence[Outcome]) -> None:
    """How many of them were done, and why the others were not."""
    done = sum(outcome.done for outcome in outcomes)
    if done:
        flash(ngettext("%(num)s is done.", "%(num)s are done.", done), "done")
    for outcome in outcomes:
        if not outcome.done:
            flash(f"{outcome.instance_id}: {outcome.sentence}", "failed")
