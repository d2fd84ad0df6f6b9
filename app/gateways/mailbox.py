"""The demo's mailbox: messages that would leave stay in a file of the data folder."""

import os
from pathlib import Path
from typing import Any

import orjson

from app.gateways.clock import Clock

FILE = "mailbox.ndjson"


class Mailbox:
    """Stands in for the mail relay and the SMS provider, in the demo only."""

    def __init__(self, data_dir: Path, clock: Clock) -> None:
        self._path = data_dir / FILE
        self._clock = clock

    async def send_email(
        self,
        *,
        sender: str,  # noqa: ARG002 - the demo shows to whom, not from whom
        to: str,
        subject: str,
        text: str,
    ) -> None:
        """Keep an e-mail."""
        self._keep("email", to, f"{subject}\n\n{text}")

    async def send_sms(self, *, to: str, text: str) -> None:
        """Keep an SMS."""
        self._keep("sms", to, text)

    def read(self, to: str | None = None) -> list[dict[str, Any]]:
        """Messages to somebody, or to all, newest first."""
        if not self._path.exists():
            return []
        messages = map(orjson.loads, self._path.read_bytes().splitlines())
        return [message for message in messages if to in {None, message["to"]}][::-1]

    def _keep(self, channel: str, to: str, text: str) -> None:
        created_at = self._clock.now().isoformat()
        line = orjson.dumps(
            {"channel": channel, "to": to, "text": text, "created_at": created_at},
            option=orjson.OPT_APPEND_NEWLINE,
        )
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # One write in append mode: server and worker may be two processes.
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)
