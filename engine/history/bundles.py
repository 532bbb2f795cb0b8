"""Bundles: one instance's history as a file that a third party can check and read without this program.

What is in the file, and how it is checked, stands in `engine.proof.bundle`. For a reader there is `trace.html` too.
"""

import html
import json
import zipfile
from base64 import b64encode
from datetime import UTC
from pathlib import Path
from typing import Any

from engine.errors import Refused
from engine.history.questions import FactRow, timeline
from engine.proof.bundle import BUNDLE, FORMAT
from engine.proof.merkle import Node, inclusion_proof
from engine.store import Database
from engine.store.definitions import content_of, of_keys
from engine.store.log import checkpoints
from engine.store.log.entries import Entry, deployments_of, of_instance
from engine.store.log.tree import nodes

MAKE_ONE = "Make one: polku audit checkpoint."
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:1rem/1.5 sans-serif;margin:2rem}}table{{border-collapse:collapse}}
td,th{{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top}}</style>
<h1>{title}</h1><p>{facts} facts, proved against the checkpoint over {size} entries of the log.</p>
<table><thead><tr><th scope="col">Fact</th><th scope="col">Time (UTC)</th><th scope="col">By</th>
<th scope="col">What</th><th scope="col">Where</th><th scope="col">Details</th></tr></thead><tbody>
{rows}
</tbody></table></html>
"""


def write_bundle(database: Database, instance_id: str, file: Path) -> int:
    """Write the bundle of an instance. Gives how many facts it has.

    Raises `NotFound`, and `Refused` while some of the instance's facts are not yet under a signed checkpoint.
    """
    trace = timeline(database, instance_id)
    with database.reading() as session:
        newest = checkpoints.newest(session)
        facts = of_instance(session, instance_id)
        if newest is None or len(facts) < len(trace) or any(fact.place >= newest.size for fact in facts):
            raise Refused(f"Some facts of {instance_id} are newer than the last checkpoint. {MAKE_ONE}")
        rows = of_keys(session, definitions_of(trace))
        records = deployments_of(session, {row.deployment for row in rows})
        if any(record.place >= newest.size for record in records):
            raise Refused(f"A deployment is newer than the last checkpoint. {MAKE_ONE}")
        node = nodes(session)  # one for all: what it has read serves the next proof
        files = {f"{row.kind} {row.key}": (f"definitions/{row.deployment}/{row.file}", row) for row in rows}
        bundle = {
            "format": FORMAT,
            "instance": instance_id,
            "checkpoint": newest.note,
            "facts": [proved(fact, newest.size, node) for fact in facts],
            "records": [proved(record, newest.size, node) for record in records],
            "files": {name: {"name": path, "sha256": row.checksum} for name, (path, row) in files.items()},
        }
        contents = {path: content_of(session, row.kind, row.key) for path, row in files.values()}
    with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(BUNDLE, json.dumps(bundle, ensure_ascii=False, indent=1))
        packed.writestr("trace.html", page(instance_id, trace, newest.size))
        for path, content in contents.items():
            packed.writestr(path, content)
    return len(facts)


def definitions_of(trace: tuple[FactRow, ...]) -> set[tuple[str, str]]:
    """The kind and key of every diagram, decision and form that the instance met."""
    found = {("process", fact.definition) for fact in trace if fact.definition}
    found |= {("decision", str(fact.data["definition"])) for fact in trace if fact.kind == "DecisionEvaluated"}
    return found | {("form", str(fact.data["form"])) for fact in trace if fact.data.get("form")}


def proved(entry: Entry, size: int, node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {
        "index": entry.place,
        "leaf": entry.text,
        "proof": [b64encode(one).decode() for one in inclusion_proof(entry.place, size, node)],
    }
    if entry.content is not None and entry.salt is not None:
        found |= {"salt": entry.salt.hex(), "values": entry.content}
    return found


def page(instance_id: str, trace: tuple[FactRow, ...], size: int) -> str:
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells(fact)) + "</tr>" for fact in trace
    )
    return PAGE.format(title=html.escape(f"Instance {instance_id}"), facts=len(trace), size=size, rows=rows)


def cells(fact: FactRow) -> tuple[Any, ...]:
    when = fact.at.astimezone(UTC).isoformat(sep=" ", timespec="seconds").removesuffix("+00:00")
    where = f"{fact.element_name} ({fact.element_id})" if fact.element_name else fact.element_id
    return fact.number, when, fact.actor, fact.kind, where, json.dumps(fact.data, ensure_ascii=False)
