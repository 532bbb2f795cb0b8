"""Which of the rules that fit make up the result (DMN 1.5, 8.2.8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.feel.builtins import BUILTINS
from engine.feel.compiler.dispatch import RUN, Env
from engine.feel.values.compare import same


@dataclass(frozen=True, slots=True)
class Hit:
    rule: Any
    outputs: tuple[Any, ...]


Ranks = list[list[Any]]  # of each output column, its values from the most important on


@dataclass(frozen=True, slots=True)
class Policy:
    # The hits that count, in order; None where the policy is violated.
    choose: Callable[[list[Hit], Ranks, Env], list[Hit] | None]
    many: bool = False  # the result is a list


def _unique(hits: list[Hit], _ranks: Ranks, _env: Env) -> list[Hit] | None:
    return hits if len(hits) < 2 else None


def _any(hits: list[Hit], _ranks: Ranks, env: Env) -> list[Hit] | None:
    if all(same(list(hit.outputs), list(hits[0].outputs), env[RUN]) for hit in hits[1:]):
        return hits[:1]
    return None


def _first(hits: list[Hit], _ranks: Ranks, _env: Env) -> list[Hit]:
    return hits[:1]


def _all(hits: list[Hit], _ranks: Ranks, _env: Env) -> list[Hit]:
    return hits


def _in_output_order(hits: list[Hit], ranks: Ranks, env: Env) -> list[Hit]:
    def rank(hit: Hit) -> list[int]:
        places = []
        for value, order in zip(hit.outputs, ranks, strict=True):
            places.append(next((index for index, item in enumerate(order) if same(value, item, env[RUN])), len(order)))
        return places

    return sorted(hits, key=rank)


def _by_priority(hits: list[Hit], ranks: Ranks, env: Env) -> list[Hit]:
    return _in_output_order(hits, ranks, env)[:1]


POLICIES: dict[str, Policy] = {
    "UNIQUE": Policy(_unique),
    "ANY": Policy(_any),
    "FIRST": Policy(_first),
    "PRIORITY": Policy(_by_priority),
    "COLLECT": Policy(_all, many=True),
    "RULE ORDER": Policy(_all, many=True),
    "OUTPUT ORDER": Policy(_in_output_order, many=True),
}

AGGREGATIONS = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"}


def aggregated(name: str, values: list[Any], env: Env) -> Any:
    """One value of the collected ones; COUNT counts each rule."""
    return BUILTINS[AGGREGATIONS[name]].call([values], env[RUN])
