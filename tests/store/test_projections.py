"""Every fact is shown by the tables, or is known to be shown by none."""

from typing import get_args

from engine.kernel import facts as f
from engine.store.projections import PROJECTIONS, SHOWN_BY_NO_TABLE

IN_PROJECT = {f.IncidentResolved, f.InstanceMigrated}  # `project` itself looks after it


def test_every_fact_has_a_projection_or_is_listed_as_having_none() -> None:
    assert set(get_args(f.AnyFact)) == set(PROJECTIONS) | SHOWN_BY_NO_TABLE | IN_PROJECT


def test_no_fact_is_in_two_places() -> None:
    assert not set(PROJECTIONS) & SHOWN_BY_NO_TABLE
    assert not IN_PROJECT & (set(PROJECTIONS) | SHOWN_BY_NO_TABLE)
