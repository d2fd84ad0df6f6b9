"""Runs migrations on SQLite and PostgreSQL, with a lock timeout."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text

from app.database.engines import make_write_engine
from app.database.types import FixedPoint, UTCDateTime
from app.models import Base

LOCK_TIMEOUT = "5s"
LOCK_WAIT_SECONDS = 30


def render_type(kind: str, item: object, _context: object) -> str | bool:
    """Write our column types by their names in generated migrations."""
    if kind == "type" and isinstance(item, FixedPoint):
        return f"FixedPoint({item.digits}, {item.scale})"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "UTCDateTime()"
    return False


def run(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=sqlite,
        compare_type=True,
        render_item=render_type,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        context.run_migrations()


async def main() -> None:
    engine = make_write_engine(
        context.config.attributes["address"], pool_size=1, pool_timeout=LOCK_WAIT_SECONDS
    )
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


asyncio.run(main())
