"""Whether this process can serve."""

from sqlalchemy.exc import SQLAlchemyError

from app.database.database import Database
from app.database.migrations import newest_revision
from app.errors.requests import TemporarilyUnavailable
from app.gateways.storage import Storage
from app.repositories.schema_version import read_schema_version

RETRY_SECONDS = 5


async def check_readiness(database: Database, storage: Storage) -> None:
    """The database answers and stands at this version's schema, or a later one's; documents can be
    kept.

    Raises:
        TemporarilyUnavailable: one of the two is not so.
    """
    try:
        async with database.read() as connection:
            version = await read_schema_version(connection)
    except (SQLAlchemyError, OSError):
        raise TemporarilyUnavailable(retry_after=RETRY_SECONDS) from None
    if version is None or version < newest_revision():
        raise TemporarilyUnavailable(retry_after=RETRY_SECONDS)
    await storage.check()
