"""The demo's files, with their dates resolved for the day of loading (see `app.demo`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

import orjson

from app.demo import ORDER
from app.schemas.portfolios import PortfolioFile
from app.values.periods import shift_months

DAYS_TOKEN = re.compile(rb'"@([+-]\d+)"')
MONTH_TOKEN = re.compile(rb'"@month([+-]\d+)([+-]\d+)?"')


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A member of the demo, by what one needs to come in."""

    email: str | None
    phone: str | None


def demo_portfolio() -> PortfolioFile:
    """The portfolio's own description."""
    return PortfolioFile.model_validate_json((files("app.demo") / "portfolio.json").read_bytes())


def demo_members() -> list[DemoMember]:
    """The members, in the order of their file: the named ones first."""
    lines = (files("app.demo") / "members.ndjson").read_bytes().splitlines()
    return [DemoMember(one.get("email"), one.get("phone")) for one in map(orjson.loads, lines)]


def demo_feeds(today: date) -> Iterator[tuple[str, list[bytes]]]:
    """Each kind and its NDJSON lines, in the order in which they must be loaded."""
    for kind in ORDER:
        content = (files("app.demo") / f"{kind}.ndjson").read_bytes()
        yield kind, resolve_dates(content, today).splitlines(keepends=True)


def resolve_dates(content: bytes, today: date) -> bytes:
    """The same text with every token replaced by the day it means on the day of loading."""
    sunday = today - timedelta(days=today.isoweekday() % 7)
    month = today.replace(day=1)

    def day(token: re.Match[bytes]) -> bytes:
        return b'"%s"' % str(sunday + timedelta(days=int(token[1]))).encode()

    def day_of_month(token: re.Match[bytes]) -> bytes:
        first = shift_months(month, int(token[1]))
        return b'"%s"' % str(first + timedelta(days=int(token[2] or 0))).encode()

    return MONTH_TOKEN.sub(day_of_month, DAYS_TOKEN.sub(day, content))
