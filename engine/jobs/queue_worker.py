"""A worker: takes what the queue tells of, several at a time, and comes back by itself when the database was away.

What the queue did not tell of (a job whose worker died, one that an older release wrote) is found in the table itself,
which is looked through every few seconds.
"""

import asyncio
import contextlib
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from engine.jobs.queue import TASK, queue_name
from engine.jobs.run import Jobs
from engine.ports import JobCommands
from engine.store import Database

log = structlog.get_logger("polku.jobs")

SWEEP = 5.0  # seconds
DEAD = 30.0  # of silence, after which a worker's entries in the queue are taken for lost
BATCH = 20
LONGEST_PAUSE = 30.0


class QueueWorker:
    """Runs jobs of these types until it is stopped, by SIGTERM or SIGINT."""

    def __init__(
        self, database: Database, jobs: Jobs, commands: JobCommands, types: Collection[str], threads: int
    ) -> None:
        self.database, self.jobs, self.commands = database, jobs, commands
        self.types = tuple(types)
        self.threads = threads

    def run(self) -> None:
        """Work until stopped. Jobs that have begun are finished."""
        asyncio.run(self.until_stopped())

    async def until_stopped(self) -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(self.threads + 1))
        pause = 1.0
        while True:
            try:
                await self.work()
                return
            except Exception as failure:
                log.error("the queue does not answer, and will be tried again", pause=pause, exc_info=failure)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def work(self) -> None:
        app = self.app()
        async with app.open_async():
            sweeping = asyncio.create_task(self.sweep(app))
            try:
                await app.run_worker_async(
                    queues=[queue_name(type) for type in self.types],
                    name=self.jobs.node,
                    concurrency=self.threads,
                    delete_jobs="always",
                    install_signal_handlers=True,
                    fetch_job_polling_interval=1.0,
                    listen_notify=self.database.prepared,  # a pooler in transaction mode passes nothing on
                    stalled_worker_timeout=DEAD,
                )
                self.jobs.stopping.set()
            finally:
                sweeping.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await sweeping

    def app(self) -> App:
        plain: dict[str, Any] = {} if self.database.prepared else {"kwargs": {"prepare_threshold": None}}
        connector = PsycopgConnector(conninfo=self.database.conninfo, max_size=self.threads + 4, **plain)
        app = App(connector=connector)

        @app.task(name=TASK)
        def job(instance_id: str, key: int) -> None:
            self.jobs.run_one(self.commands, instance_id, key)

        return app

    async def sweep(self, app: App) -> None:
        """Do what is due and was not told of, and clear away what dead workers have left behind."""
        while True:
            try:
                await asyncio.to_thread(self.commands.end_lost_tries)
                await asyncio.to_thread(self.jobs.run_due, self.commands, BATCH)
                for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD):
                    with contextlib.suppress(ConnectorException):  # another worker has cleared it away
                        await app.job_manager.finish_job(stalled, status=Status.FAILED, delete_job=True)
            except Exception as failure:
                log.warning("the sweep failed, and will be tried again", exc_info=failure)
            await asyncio.sleep(SWEEP)
