"""Structured JSON logs, one line an event, with an allow-list of fields.

A field that is not on the list does not leave: forgetting to add one loses a detail, forgetting
to remove one would lose a secret. Exceptions are logged by type and place, never by message,
since messages carry values.
"""

import logging
import os
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, BinaryIO

import orjson
import structlog

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "request_id", "method", "route", "status", "duration_ms",
        "portfolio", "error", "error_at", "component", "count", "kind", "state", "channel",
        "attempt", "import_id", "outbox_id", "lines", "host", "port", "version", "profile",
    }
)  # fmt: skip
Event = MutableMapping[str, Any]
STANDARD_ERROR = 2


def configure_logs(level: str = "INFO") -> None:
    """Send our events and the libraries' warnings to standard error as JSON lines."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _describe_exception,
            _keep_allowed,
            structlog.processors.JSONRenderer(serializer=_to_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.BytesLoggerFactory(_standard_error()),
        cache_logger_on_first_use=True,
    )
    handler = _LibraryHandler()
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


def _standard_error() -> BinaryIO:
    # The descriptor itself: sys.stderr may be replaced, and closed, under a long-lived logger.
    return os.fdopen(STANDARD_ERROR, "wb", buffering=0, closefd=False)


def place_of(error: BaseException) -> str:
    """The innermost frame: `services/claims.py:42 submit`, enough to find the fault."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "unknown"
    last = next((f for f in reversed(frames) if "/app/" in f.filename), frames[-1])
    return f"{last.filename.rpartition('/app/')[2]}:{last.lineno} {last.name}"


def _describe_exception(_logger: object, _method: str, event: Event) -> Event:
    info = event.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else info
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["error_at"] = place_of(error)
    return event


def _keep_allowed(_logger: object, _method: str, event: Event) -> Event:
    return {name: value for name, value in event.items() if name in ALLOWED}


def _to_json(event: Event, **_options: object) -> bytes:
    return orjson.dumps(event, default=lambda value: type(value).__name__)


class _LibraryHandler(logging.Handler):
    """What libraries log: their name and the kind of fault, not their sentence."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().log(
            record.levelno, "library_message", component=record.name, exc_info=error
        )
