"""Which migration the database stands at."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


async def read_schema_version(connection: AsyncConnection) -> str | None:
    """The revision alembic recorded, None on an empty table."""
    version: str | None = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version
