"""polku audit: proving the history, to oneself and to others."""

from pathlib import Path

import click

from engine.bootstrap import Program
from engine.cli.program import CONSOLE, opened, read, settings_of
from engine.errors import Invalid, Refused
from engine.history import checkpoints
from engine.history.bundles import write_bundle
from engine.history.erasing import erase_customer
from engine.history.log_export import write_log
from engine.history.log_key import LogKey, key_in, rotated
from engine.history.publishing import channels
from engine.history.replay_all import replay_all
from engine.history.verify_log import verify_log
from engine.proof.bundle import check_bundle
from engine.proof.checkpoint import BadCheckpoint, VerifierKey
from engine.proof.log import check_log
from engine.proof.verifier import write_verifier
from engine.settings import Settings
from engine.store import instances, records

file_given = click.Path(exists=True, dir_okay=False, path_type=Path)
file_made = click.Path(dir_okay=False, path_type=Path)


@click.group()
def audit() -> None:
    """Prove that the history is complete and unchanged."""


@audit.command()
@click.option("--rotate", is_flag=True, help="Make a new key; the old one is trusted for what it has signed.")
@click.pass_context
def key(context: click.Context, rotate: bool) -> None:
    """Print the public keys that checkpoints are signed with, the newest first."""
    settings = settings_of(context)
    found = log_key(settings)
    if rotate:
        with opened(settings) as program:
            signed(program, settings, found)  # what the old key answers for ends with a checkpoint of its own
            found = rotated(settings.data_folder, found)
            signed(program, settings, found)
    for public in found.trusted:
        click.echo(str(public))


@audit.command()
@click.pass_context
def checkpoint(context: click.Context) -> None:
    """Sign the history as it is now; print the checkpoint, to be kept where the database's owner can't reach it."""
    settings = settings_of(context)
    with opened(settings) as program:
        click.echo(signed(program, settings, log_key(settings)), nl=False)


@audit.command()
@click.option("--checkpoint", "notes", multiple=True, type=file_given, help="A checkpoint that was kept elsewhere.")
@click.option("--archive", "archives", multiple=True, type=file_given, help="Check this archive too.")
@click.option("--bundle", type=file_given, help="Check this bundle instead of the database.")
@click.option("--log", "exported", type=file_given, help="Check this export of a log instead of the database.")
@click.option("--key", "keys", multiple=True, help="Trust this public key (name+id+base64) and no other.")
@click.pass_context
def verify(
    context: click.Context,
    notes: tuple[Path, ...],
    archives: tuple[Path, ...],
    bundle: Path | None,
    exported: Path | None,
    keys: tuple[str, ...],
) -> None:
    """Check every fact against its place in the log, and the log against its signed checkpoints.

    Facts that polku archive moved into files are checked where the files are given.
    Exit code 1 if something was changed, removed, put in or moved; each finding is a line.
    """
    settings = settings_of(context)
    trusted = read_keys(keys) or log_key(settings).trusted
    outside = [note.read_text(encoding="utf-8") for note in notes]
    if bundle is not None:
        found = check_bundle(bundle, trusted)
    elif exported is not None:
        found = check_log(exported, trusted, outside)
    else:
        with opened(settings) as program:
            found = verify_log(program.database, trusted, outside, archives)
    click.echo(found.text())
    if not found.sound:
        context.exit(1)


@audit.command()
@click.argument("instances", nargs=-1, metavar="[INSTANCE]...")
@click.option("--processes", type=click.IntRange(1, 64), default=1, help="How many processes share the work.")
@click.pass_context
def replay(context: click.Context, instances: tuple[str, ...], processes: int) -> None:
    """Replay the facts of these instances, or of all, and compare what follows with what is stored.

    Exit code 1 if something differs; each difference is a line.
    """
    counted = facts = wrong = away = 0
    with opened(settings_of(context)) as program:
        for verification in replay_all(program.database, instances, processes):
            counted += 1
            facts += verification.facts
            away += bool(verification.archive)
            if not verification.equal:
                wrong += 1
                click.echo(f"{verification.instance_id}: {verification.sentence}")
    if away:
        click.echo(f"{away} of {counted} have their facts in archives: polku audit verify --archive checks those.")
    counted -= away
    replayed = f"{counted} {'instance' if counted == 1 else 'instances'}"
    click.echo(f"Replayed {replayed} with {facts} facts: {wrong or 'none'} differ{'s' if wrong == 1 else ''}.")
    if wrong:
        context.exit(1)


@audit.command()
@click.argument("instance")
@click.option("--output", type=file_made, help="The file to make; INSTANCE.zip if nothing is said.")
@click.pass_context
def bundle(context: click.Context, instance: str, output: Path | None) -> None:
    """Write one instance's facts, definitions and proofs as a file that others can check and read."""
    file = output or Path(f"{instance}.zip")
    if file.exists():
        raise Refused(f"{file} exists. Remove it, or give another --output.")
    with opened(settings_of(context)) as program:
        facts = write_bundle(program.database, instance, file)
        customer = instances.one(program.database, instance).business_key
        read(program, customer, "polku audit bundle")
        exported(program, "bundle", {"instance": instance}, customer)
    click.echo(f"{file}: {facts} facts with their proofs.")


@audit.command()
@click.argument("file", type=file_made)
@click.option("--values", is_flag=True, help="With the values that can be erased; they can't be erased from the file.")
@click.pass_context
def export(context: click.Context, file: Path, values: bool) -> None:
    """Write the whole log as a file that others check without the database, by the verifier."""
    if file.exists():
        raise Refused(f"{file} exists. Remove it, or give another file.")
    settings = settings_of(context)
    with opened(settings) as program:
        signed(program, settings, log_key(settings))
        entries = write_log(program.database, file, values=values)
        exported(program, "log", {"entries": entries, "values": values})
    click.echo(f"{file}: {entries} entries, and the checkpoints that prove them.")


@audit.command()
@click.argument("file", type=file_made)
def verifier(file: Path) -> None:
    """Write the program that checks bundles, archives and logs, as one file that needs Python and cryptography only."""
    write_verifier(file)
    click.echo(f"{file}: run it with python {file} FILE --key KEY.")


@audit.command()
@click.argument("customer")
@click.option("--reason", required=True, help="Why; the history keeps it.")
@click.confirmation_option(prompt="The values can't be brought back. Go on?", help="Don't ask again.")
@click.pass_context
def erase(context: click.Context, customer: str, reason: str) -> None:
    """Erase what the history holds of a customer (business key): the values go, facts and proofs stay."""
    with opened(settings_of(context)) as program:
        done = erase_customer(
            program.database, customer, actor="administrator", now=program.engine.now(), reason=reason
        )
    click.echo(f"Erased the values of {done.facts} facts in {done.instances} instances, and of {done.records} records.")


def log_key(settings: Settings) -> LogKey:
    return key_in(settings.data_folder, settings.log_name)


def signed(program: Program, settings: Settings, key: LogKey) -> str:
    """A new checkpoint, which goes out as the settings say. Gives its note."""
    return checkpoints.make(program.database, key, program.engine.now(), channels(settings), actor="administrator").note


def exported(program: Program, form: str, asked: dict[str, object], business_key: str = "") -> None:
    """Record that a part of the history was written into a file."""
    now, data = program.engine.now(), {"asked": {**asked, "form": form}}
    with program.database.writing() as session:
        records.record(
            session, "FactsExported", f"facts:{form}", actor=CONSOLE, now=now, business_key=business_key, data=data
        )


def read_keys(texts: tuple[str, ...]) -> tuple[VerifierKey, ...]:
    return tuple(one_key(text) for text in texts)


def one_key(text: str) -> VerifierKey:
    try:
        return VerifierKey.read(text)
    except BadCheckpoint as bad:
        raise Invalid({"key": str(bad)}) from bad
