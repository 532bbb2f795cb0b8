"""matches, replace, split: regular expressions as XQuery and XPath 3.1 define them (DMN 1.5, 10.3.4.3).

They run in the ``regex`` package, because Python's own ``re`` cannot be stopped: a pattern such as ``(a+)+$`` takes
exponential time, and ``regex`` gives up after a timeout. An engine of linear time (RE2) was not taken: it has
no back references, which XPath has.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import regex

from engine.feel.builtins.registry import builtin
from engine.feel.builtins.xpath_regex import PatternError, template, translate
from engine.feel.errors import FeelError
from engine.feel.run import MAX_STRING, Run
from engine.feel.values.text import quoted

MAX_PATTERN = 2_000
COMPILING = 300  # the steps that reading a pattern costs at least
FLAGS = {"i": regex.IGNORECASE, "s": regex.DOTALL, "m": regex.MULTILINE, "x": 0, "q": 0}


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> Any:
    """The pattern with the number of its parts, or a sentence why it is none."""
    if unknown := set(flags) - set(FLAGS):
        return f"{sorted(unknown)[0]!r} is no flag; there are i, m, q, s, x"
    if len(pattern) > MAX_PATTERN:
        return f"a pattern may have {MAX_PATTERN} characters"
    options = regex.VERSION0
    for flag in flags:
        options |= FLAGS[flag]
    try:
        source, size = (regex.escape(pattern), len(pattern)) if "q" in flags else translate(pattern, flags)
        return regex.compile(source, options), size
    except (PatternError, regex.error, OverflowError, RecursionError, ValueError) as problem:
        return f"{quoted(pattern)} is no regular expression: {problem}"


def _find(run: Run, pattern: str, flags: str | None) -> Any:
    found = _compiled(pattern, flags or "")
    if (pattern, flags) not in run.patterns:  # compiling costs; counted whether the cache has it or not
        run.patterns.add((pattern, flags))
        run.spend(COMPILING + len(pattern) + (0 if isinstance(found, str) else 2 * found[1]))
    return run.null(found) if isinstance(found, str) else found[0]


@contextmanager
def _timed(run: Run, pattern: str) -> Iterator[float]:
    """The processor time that is left for patterns in this evaluation. Raises FeelError when it is used up."""
    started = time.thread_time()
    run.spend(20)
    try:
        yield max(run.pattern_seconds, 0.001)
    except TimeoutError:
        raise FeelError(
            f"The pattern {quoted(pattern)} takes too long on this text; avoid repetitions inside repetitions."
        ) from None
    finally:
        run.pattern_seconds -= time.thread_time() - started


@builtin("matches", "input: string", "pattern: string", "flags?: string?")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool | None:
    found = _find(run, pattern, flags)
    if found is None:
        return None
    with _timed(run, pattern) as seconds:
        return found.search(text, timeout=seconds) is not None


@builtin("replace", "input: string", "pattern: string", "replacement: string", "flags?: string?")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:
    found = _find(run, pattern, flags)
    if found is None:
        return None
    if found.fullmatch("") is not None:
        return run.null(f"replace(): the pattern {quoted(pattern)} matches the empty string")
    try:
        insert = replacement.replace("\\", "\\\\") if "q" in (flags or "") else template(replacement, found.groups)
    except PatternError as problem:
        return run.null(f"replace(): {problem}")
    pieces: list[str] = []
    size, position = 0, 0
    with _timed(run, pattern) as seconds:
        for match in found.finditer(text, timeout=seconds):
            pieces += [text[position : match.start()], match.expand(insert)]
            size += len(pieces[-1])
            run.spend(1 + (len(pieces[-1]) >> 8))
            if size > MAX_STRING:
                run.grow(size)
            position = match.end()
    return "".join(pieces) + text[position:]


@builtin("split", "string: string", "delimiter: string")
def split(run: Run, text: str, delimiter: str) -> list[str] | None:
    found = _find(run, delimiter, None)
    if found is None:
        return None
    if found.fullmatch("") is not None:
        return run.null(f"split(): the delimiter {quoted(delimiter)} matches the empty string")
    parts: list[str] = []
    position = 0
    with _timed(run, delimiter) as seconds:
        for match in found.finditer(text, timeout=seconds):
            parts.append(text[position : match.start()])
            position = match.end()
    run.spend(len(parts))
    return [*parts, text[position:]]


@builtin("extract", "input: string", "pattern: string")
def extract(run: Run, text: str, pattern: str) -> list[str] | None:
    """All matches of the pattern; no function of DMN 1.5, but one that FEEL editors offer."""
    found = _find(run, pattern, None)
    if found is None:
        return None
    with _timed(run, pattern) as seconds:
        parts = [match.group() for match in found.finditer(text, timeout=seconds)]
    run.spend(len(parts))
    return parts
