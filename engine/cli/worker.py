"""polku worker: runs jobs for the servers of the same database, on this machine or any other."""

import click

from engine.bootstrap import stay_loaded
from engine.cli.program import opened, settings_of
from engine.errors import Refused
from engine.jobs.heartbeat import Heartbeat
from engine.jobs.queue_worker import QueueWorker


@click.command()
@click.option("--threads", type=click.IntRange(1, 64), help="Jobs at the same time; wins over POLKU_JOB_THREADS.")
@click.option("--type", "types", multiple=True, help="A type of jobs to run; once for each. Without it: all it can.")
@click.pass_context
def worker(context: click.Context, threads: int | None, types: tuple[str, ...]) -> None:
    """Run jobs until interrupted; those that have begun are finished.

    The servers must have POLKU_JOB_RUNNER=workers, and so must the worker, with the same PostgreSQL database.
    """
    settings = settings_of(context, job_threads=threads)
    if settings.job_runner != "workers":
        raise Refused("Polku's servers run the jobs themselves. Set POLKU_JOB_RUNNER=workers for them and for this.")
    with opened(settings) as program:
        known = program.jobs.find_handlers()
        if unknown := sorted(set(types) - set(known)):
            raise Refused(f"There is no handler for {', '.join(unknown)}. There are: {', '.join(sorted(known))}.")
        heartbeat = Heartbeat(program.database, program.engine.clock, program.jobs.node, ("jobs",))
        heartbeat.start()
        stay_loaded()
        click.echo(f"Polku runs jobs ({settings.job_threads} at the same time; Ctrl-C ends it).")
        try:
            QueueWorker(program.database, program.jobs, program.engine, types or known, settings.job_threads).run()
        finally:
            heartbeat.stop()
    click.echo("Polku's worker has stopped.")
