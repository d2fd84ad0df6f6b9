"""Counting the statements that requests run, on either road and whatever way they take."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.container import Container


class QueryCounter:
    """The statements run while counting; transaction control is not counted."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __len__(self) -> int:
        return len(self.statements)

    def note(self, statement: str) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            self.statements.append(statement)


@contextmanager
def count_queries(container: Container) -> Iterator[QueryCounter]:
    """Count on both engines, and on the driver: the hottest reads hand it their statement."""
    counter = QueryCounter()
    engines = (container.database.read_engine, container.database.write_engine)
    heard: set[int] = set()

    def executing(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counter.note(statement)

    def checked_out(connection: Any, *_rest: Any) -> None:
        driver = connection.driver_connection
        if hasattr(driver, "add_query_logger") and id(driver) not in heard:
            heard.add(id(driver))
            driver.add_query_logger(lambda record: counter.note(record.query))

    for engine in engines:
        event.listen(engine.sync_engine, "before_cursor_execute", executing)
        event.listen(engine.sync_engine, "checkout", checked_out)
    try:
        yield counter
    finally:
        for engine in engines:
            event.remove(engine.sync_engine, "before_cursor_execute", executing)
            event.remove(engine.sync_engine, "checkout", checked_out)
