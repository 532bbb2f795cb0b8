"""Verifying the whole log: every row against its place, the tree against the signed checkpoints.

What is found: a row that was changed, removed, put in afterwards or moved; a log whose tail was cut off or that was
made anew; a checkpoint that nobody signed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from engine.history.archiving import wrong_in
from engine.proof.archive import BadArchive, read_archive
from engine.proof.checkpoint import BadCheckpoint, Checkpoint, VerifierKey, time_of, verified
from engine.proof.findings import Findings
from engine.proof.log import LATE
from engine.proof.merkle import Frontier
from engine.store import Database, Session
from engine.store.log import checkpoints as stored
from engine.store.log.archives import Archives, known_archives
from engine.store.log.leaves import time_text
from engine.store.log.reading import Stretch, count_nodes, nodes_kept, overlooked, stretches, waiting
from engine.store.log.tree import STEP
from engine.store.log.values import wrong_values


@dataclass
class Run:
    """What one verification has seen so far. `signed` are the checkpoints to come, the shortest first.

    `place` is the one that comes next, which is the frontier's size unless entries are missing.
    """

    signed: list[Checkpoint] = field(default_factory=list)
    frontier: Frontier = field(default_factory=Frontier)
    wrong: list[str] = field(default_factory=list)
    place: int = 0
    archives: Archives = field(default_factory=Archives)
    nodes: int = 0  # that must be kept
    passed: datetime | None = None  # when the last checkpoint that the walk came by was made
    oldest: str = ""  # what comes after it can't be older than this


def verify_log(
    database: Database, keys: Iterable[VerifierKey], given: Iterable[str] = (), archives: Iterable[Path] = ()
) -> Findings:
    """Check everything in the log against the database's own checkpoints, and the notes that somebody kept outside.

    Facts that were archived are checked too where their `archives` are given, otherwise it is said how many they are.
    `keys` are the public keys that are trusted. What was committed in the last moments may have no place yet; that is
    said, and is no fault.
    """
    keys, run = tuple(keys), Run()
    with database.reading() as session:
        run.archives = known_archives(session)
        run.wrong.extend(run.archives.wrong)
        notes = [*given, *given_archives(session, run, archives, keys)]
        outside = [trusted(run, note, keys, "the checkpoint given") for note in notes]
        inside = [kept(run, row.size, row.at, row.note, keys) for row in stored.all_of(session)]
        run.signed = sorted((one for one in (*outside, *inside) if one is not None), key=lambda one: one.size)
        checkpoints = len(run.signed)
        walk(session, run)
        missing = waiting(session) + len(run.archives.places)
        put_in = overlooked(session) if missing else []
        run.wrong.extend(wrong_values(session))
    run.wrong.extend(
        f"Row {seq} of {source} was put in afterwards: the log does not have it." for source, seq in put_in
    )
    said = (*seen(run.frontier.size, checkpoints, missing - len(put_in)), *run.archives.sentences())
    return Findings(said, tuple(run.wrong))


def given_archives(session: Session, run: Run, files: Iterable[Path], keys: tuple[VerifierKey, ...]) -> Iterator[str]:
    """Check archives. Gives the checkpoints that they are proved against: the log must have them too."""
    for file in files:
        try:
            content = read_archive(file, keys)
        except (BadArchive, BadCheckpoint) as bad:
            run.wrong.append(str(bad))
            continue
        run.wrong.extend(wrong_in(session, file, content))
        run.archives.checked.add(file.name)
        yield content.note


def seen(entries: int, checkpoints: int, missing: int) -> Iterator[str]:
    yield f"{entries} entries and {checkpoints} signed checkpoints were checked."
    if not checkpoints:
        yield "There is no checkpoint that can be trusted: nothing says what the log should have been."
    if missing > 0:
        yield f"{missing} of the newest rows have no place in the log yet."


def trusted(run: Run, note: str, keys: tuple[VerifierKey, ...], name: str) -> Checkpoint | None:
    try:
        return verified(note, keys)
    except BadCheckpoint as bad:
        run.wrong.append(f"Of {name}: {bad}")
        return None


def kept(run: Run, size: int, at: datetime, note: str, keys: tuple[VerifierKey, ...]) -> Checkpoint | None:
    found = trusted(run, note, keys, f"the checkpoint of size {size}")
    if found is not None and (found.size != size or time_of(found) != at.replace(microsecond=0)):
        run.wrong.append(f"The checkpoint of size {size} is kept with another size or time than was signed.")
    return found


def walk(session: Session, run: Run) -> None:
    """Go through the log once; at the size of each checkpoint the root must be the one that was signed."""
    for stretch in stretches(session):
        done, all_of_it = 0, len(stretch.entries)
        while done < all_of_it:
            pass_checkpoints(run)
            end = min(all_of_it, done + run.signed[0].size - run.frontier.size) if run.signed else all_of_it
            look_at(session, run, stretch.part(done, end))
            done = end
    pass_checkpoints(run)
    run.wrong.extend(
        f"A checkpoint was signed over {one.size} entries, but the log has {run.frontier.size}: its end was cut off."
        for one in run.signed
    )
    if (kept := count_nodes(session)) > run.nodes:
        run.wrong.append(f"The tree has {kept - run.nodes} nodes that no entries give.")


def look_at(session: Session, run: Run, stretch: Stretch) -> None:
    """Check a stretch of the log that no checkpoint parts."""
    stretch, still_here = run.archives.without(stretch)
    run.wrong.extend(f"Entry {place} is said to be in an archive, but its row is here." for place in still_here)
    if not (stretch.follows(run.place) and stretch.unchanged(run.oldest)):
        run.wrong.extend(wrong_entries(stretch, run))
    run.place = stretch.entries[-1][0] + 1
    for level, first, made in run.frontier.extend(stretch.hashes):
        if level % STEP == 0:
            kept = nodes_kept(session, level, first, len(made))
            run.nodes += len(made)
            run.wrong.extend(
                f"The tree's node {place} on level {level} is not what its entries give."
                for place, one in enumerate(made, first)
                if kept.get(place) != one
            )


def pass_checkpoints(run: Run) -> None:
    while run.signed and run.signed[0].size == run.frontier.size:
        checkpoint = run.signed.pop(0)
        run.passed = time_of(checkpoint)
        run.oldest = time_text(run.passed - LATE) if run.passed else ""
        if run.frontier.root() != checkpoint.root:
            run.wrong.append(
                f"The first {checkpoint.size} entries are not those over which a checkpoint was signed: one of them, "
                "or their order, was changed."
            )


def wrong_entries(stretch: Stretch, run: Run) -> Iterator[str]:
    expected = run.place
    for (place, source, seq, kept), (now, at) in zip(stretch.entries, stretch.now, strict=True):
        row = f"row {seq} of {source}"
        if place != expected:
            yield f"The log has no entry {expected}; entry {place} follows."
        if now is None:
            yield f"Entry {place}: {row} is gone."
        elif now != kept:
            yield f"Entry {place}: {row} was changed after it was logged."
        if run.passed is not None and at is not None and at < run.oldest:
            yield (
                f"Entry {place}: {row} says that it is older than the checkpoint of {run.passed.isoformat()}, which "
                "does not have it. It was put in afterwards."
            )
        expected = place + 1
