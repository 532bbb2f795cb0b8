"""polku archive: facts of instances that ended long ago, moved into a file that still proves them, and read there."""

import json
from collections.abc import Mapping
from pathlib import Path

import click

from engine.cli.audit import log_key, one_key, signed
from engine.cli.program import CONSOLE, opened, settings_of
from engine.cli.program import read as saw
from engine.errors import Invalid, Refused
from engine.history import archiving
from engine.history.archiving import MOST
from engine.history.log_key import LogKey
from engine.proof.archive import BadArchive, read_archive
from engine.proof.checkpoint import BadCheckpoint
from engine.settings import Settings


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("instance", required=False)
@click.option("--read", "reading", is_flag=True, help="Read FILE instead: its instances, or facts of INSTANCE.")
@click.option("--after", type=click.IntRange(min=1), help="Days after their end; otherwise as POLKU_RETENTION says.")
@click.option("--most", type=click.IntRange(1, 100_000), default=MOST, show_default=True, help="Instances in one file.")
@click.option("--key", "keys", multiple=True, help="Trust this public key (name+id+base64) and no other; with --read.")
@click.pass_context
def archive(
    context: click.Context,
    file: Path,
    instance: str | None,
    reading: bool,
    after: int | None,
    most: int,
    keys: tuple[str, ...],
) -> None:
    """Move the facts of instances that ended long ago out of the database into FILE.

    The log keeps their hashes, so that every proof holds; polku audit verify --archive FILE checks them. Their values
    stay in the database, where they can be erased. Keep the file as you keep backups: nothing else has these facts.

    With --read, print the instances that are in FILE, or the facts of INSTANCE, a JSON object each.
    """
    settings = settings_of(context)
    if reading:
        try:
            read(settings, file, instance, keys)
        except (BadArchive, BadCheckpoint) as bad:
            raise Refused(str(bad)) from bad
        return
    if instance or keys:
        raise click.UsageError("An instance and --key are for reading an archive: add --read.")
    write(settings, file, {"*": after} if after else dict(settings.retention), most)


def write(settings: Settings, file: Path, retention: Mapping[str, int], most: int) -> None:
    if not retention:
        raise Invalid(
            {"after": "Nothing says how long facts stay in the database: give --after DAYS, or set POLKU_RETENTION."}
        )
    if not file.parent.is_dir():
        raise Invalid({"file": f"There is no folder {file.parent} for the archive."})
    key: LogKey = log_key(settings)
    with opened(settings) as program:
        signed(program, settings, key)
        now = program.engine.now()
        done = archiving.archive(program.database, key, file, retention, actor=CONSOLE, now=now, most=most)
        signed(program, settings, key)  # what was moved, and that it was, is signed from now on
    click.echo(f"Moved {done.facts} facts of {done.instances} instances into {file} ({file.stat().st_size:,} bytes).")
    if done.more:
        click.echo("More instances are old enough: run this again with another file.")


def read(settings: Settings, file: Path, instance: str | None, keys: tuple[str, ...]) -> None:
    if not file.is_file():
        raise Invalid({"file": f"There is no file {file}."})
    trusted = tuple(map(one_key, keys)) or log_key(settings).trusted
    if instance is None:
        content = read_archive(file, trusted)
        for id, places in sorted(content.places.items()):
            click.echo(f"{id}  {len(places)} facts")
        return
    with opened(settings) as program:
        facts = archiving.read_back(program.database, trusted, file, instance)
        saw(program, str(facts[0][0].get("business_key", "")), "polku archive --read")
    for fact, values in facts:
        line = dict(fact) | {"data": json.loads(str(fact.get("data") or "{}"))}
        if fact.get("digest"):
            line["values"] = None if values is None else json.loads(values)
        click.echo(json.dumps(line, ensure_ascii=False))
