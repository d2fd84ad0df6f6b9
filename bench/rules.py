"""The demo's tariffs and one of its levels in the bench's database, and everybody covered."""

from pathlib import Path

import asyncpg
import orjson

from app.container import Container
from app.services.demo.feeds import demo_feeds
from app.services.feeds.desk import FeedService
from app.services.feeds.kinds import KINDS
from app.services.feeds.source import FeedSource
from app.services.portfolios import portfolio_named
from app.values.imports import ImportKind

COVERS = Path(__file__).with_name("covers.sql")
LEVEL = "HCR-CONFORT"


async def add_rules(
    connection: asyncpg.Connection, container: Container, portfolio_code: str
) -> None:
    """Sent as a partner would; covers are written at once."""
    portfolio = await portfolio_named(container.database, portfolio_code)
    feeds = dict(demo_feeds(container.clock.today()))
    levels = [orjson.loads(line) for line in feeds["benefit-levels"]]
    bodies = {
        ImportKind.TARIFFS: [orjson.loads(line) for line in feeds["tariffs"]],
        ImportKind.BENEFIT_LEVELS: [
            {**level, "third_party_payment": []} for level in levels if level["ref"] == LEVEL
        ],
    }
    async with container.database.unit_of_work() as session:
        feed = FeedService(session, container.feed_desk())
        for kind, sent in bodies.items():
            for body in sent:
                line = KINDS[kind].line.model_validate(body)
                await feed.put(kind, FeedSource(portfolio), body["ref"], line)
    await connection.execute(COVERS.read_text())
