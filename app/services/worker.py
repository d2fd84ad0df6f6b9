"""The worker's loop: woken by a commit of this process, or by its own short sleep."""

import asyncio

import structlog

from app.services.dispatch import Dispatcher

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


class Worker:
    """Runs until cancelled; a fault (the database away) is logged and waited out."""

    def __init__(self, dispatcher: Dispatcher, signal: WakeSignal) -> None:
        self._dispatcher = dispatcher
        self._signal = signal

    async def run(self) -> None:
        """Send what is due, again and again."""
        while True:
            try:
                while await self._dispatcher.run_once():
                    pass
                await self._dispatcher.measure_lag()
                pause = IDLE_SECONDS
            except Exception:
                log.exception("worker_fault", component="worker")
                pause = FAULT_SECONDS
            await self._signal.wait(pause)
