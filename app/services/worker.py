"""The worker: its duties side by side, woken by commits of this process or after a short sleep."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

import structlog

IDLE_SECONDS = 1.0
FAULT_SECONDS = 5.0

log = structlog.get_logger()


class WakeSignal:
    """Tells the worker of this process that something was committed for it."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def wake(self) -> None:
        """Called after a commit."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Until woken, or so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return
        finally:
            self._event.clear()


class Duty(Protocol):
    """Something the worker does. Others do it too, in other processes: what it takes, it leases."""

    async def run_once(self) -> int:
        """Do one handful of what there is; how much there was."""


class Worker:
    """Runs until cancelled. A duty's fault (the database away) is logged and waited out; a slow one
    keeps no other waiting.
    """

    def __init__(self, duties: Sequence[Duty], signal: WakeSignal) -> None:
        self._duties = duties
        self._signal = signal

    async def run(self) -> None:
        """Do what there is, again and again."""
        async with asyncio.TaskGroup() as tasks:
            for duty in self._duties:
                tasks.create_task(self._run(duty))

    async def _run(self, duty: Duty) -> None:
        while True:
            try:
                while await duty.run_once():
                    # What one did may be another's to go on with.
                    self._signal.wake()
                pause = IDLE_SECONDS
            except Exception:
                log.exception("worker_fault", component=type(duty).__name__)
                pause = FAULT_SECONDS
            await self._signal.wait(pause)
