"""What a portfolio publishes, in tests: the demo's texts, or one's own."""

from importlib.resources import files
from typing import Any

import orjson

from app.container import Container
from app.values.content import ContentKind
from tests.factories.feeds import apply_feed, make_portfolio


def demo_texts(kind: ContentKind) -> dict[str, dict[str, Any]]:
    """The demo's texts of a kind, by slug."""
    lines = (files("app.demo") / f"content/{kind.value}.ndjson").read_bytes().splitlines()
    texts = [orjson.loads(line) for line in lines]
    return {text.pop("ref"): text for text in texts}


async def publish(container: Container, kind: ContentKind, slug: str, text: dict[str, Any]) -> None:
    """Have one text published."""
    await apply_feed(container, f"content/{kind.value}", slug, text)


async def publish_all(container: Container) -> None:
    """The demo's texts, in the portfolio that is there."""
    for kind in ContentKind:
        for slug, text in demo_texts(kind).items():
            await publish(container, kind, slug, text)


async def publish_demo(container: Container, *kinds: ContentKind) -> None:
    """The demo portfolio with these texts, all kinds unless some are named."""
    await make_portfolio(container)
    for kind in kinds or tuple(ContentKind):
        for slug, text in demo_texts(kind).items():
            await publish(container, kind, slug, text)
