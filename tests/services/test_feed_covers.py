"""The last day covered, which follows from the covers that feeds send."""

import asyncio
from collections.abc import Sequence
from runpy import run_path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from app.container import Container
from app.database.migrations import MIGRATIONS
from app.models.beneficiary import Beneficiary
from app.schemas.feeds.people import MemberImportLine
from app.services.feeds.desk import FeedService
from app.services.feeds.source import FeedSource
from app.services.imports.imports import BATCH_LINES
from app.services.portfolios import CurrentPortfolio
from app.values.imports import ImportKind
from tests.factories.feeds import (
    apply_agreement,
    apply_family,
    apply_feed,
    beneficiary_body,
    contract_body,
    cover,
    member_body,
)
from tests.factories.imports import ndjson, run_import
from tests.factories.partners import employer_partner
from tests.queries import count_queries

ENDED, OPEN = "2024-06-30", None
KEPT = "UPDATE beneficiaries SET covered_until"


def second(terminated_on: str | None) -> dict[str, Any]:
    """A cover under the contract with the employer `EMP-2`."""
    return cover("C-2", starts_on="2021-01-01", terminated_on=terminated_on)


async def last_days(container: Container) -> dict[str, str | None]:
    """The last day covered of everyone, by reference."""
    question = select(Beneficiary.ref, Beneficiary.covered_until)
    async with container.database.read() as connection:
        rows = (await connection.execute(question)).all()
    return {row.ref: row.covered_until and row.covered_until.isoformat() for row in rows}


@pytest.fixture(autouse=True)
async def _agreements(container: Container, portfolio: CurrentPortfolio) -> None:
    """`C-1` with the employer `EMP-1` and `C-2` with `EMP-2`; cover ends with the month."""
    await apply_agreement(container, portfolio)
    await apply_feed(container, "contracts", "C-2", contract_body("EMP-2"), portfolio)


class TestLastDayCovered:
    @pytest.mark.parametrize(
        ("covers", "last_day"),
        [
            ([cover()], None),
            ([cover(terminated_on="2024-04-25")], "2024-04-30"),
            ([cover(terminated_on="2032-04-30")], "2032-04-30"),
            ([cover(terminated_on="2022-12-31"), cover(starts_on="2023-01-01")], None),
            ([cover(terminated_on="2023-12-31"), second(ENDED)], ENDED),
            ([cover(terminated_on=ENDED), second("2023-12-31")], ENDED),
            ([cover(terminated_on=ENDED), second(OPEN)], None),
        ],
    )
    async def test_there_is_one_once_every_cover_has_an_end(
        self, container: Container, covers: list[dict[str, Any]], last_day: str | None
    ) -> None:
        await apply_feed(container, "members", "M-1", member_body(1, covers=covers))
        await apply_feed(container, "members", "M-2", member_body(2))
        await apply_feed(
            container, "beneficiaries", "M-2-2", beneficiary_body("M-2", covers=covers)
        )
        assert await last_days(container) == {"M-1": last_day, "M-2": None, "M-2-2": last_day}

    async def test_it_follows_every_change_of_the_history(self, container: Container) -> None:
        await apply_family(container)
        found = []
        for terminated_on in (ENDED, OPEN, "2025-01-31", "2024-01-31"):
            body = beneficiary_body(covers=[cover(terminated_on=terminated_on)])
            await apply_feed(container, "beneficiaries", "M-1-2", body)
            found.append((await last_days(container))["M-1-2"])
        assert found == [ENDED, OPEN, "2025-01-31", "2024-01-31"]

    async def test_an_import_keeps_it_in_one_statement_for_all_its_persons(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        ended = [cover(terminated_on=ENDED)]
        statements = []
        for first, last in ((1, 1), (2, BATCH_LINES)):
            numbers = range(first, last + 1)
            lines = [{"ref": f"M-{n}", **member_body(n, email=None, covers=ended)} for n in numbers]
            with count_queries(container) as queries:
                await run_import(container, portfolio, "members", [ndjson(*lines)])
            statements.append([s for s in queries.statements if s.startswith(KEPT)])
        assert len(statements[0]) == len(statements[1]) > 0
        assert set((await last_days(container)).values()) == {ENDED}

    async def test_the_migration_fills_in_what_the_feeds_keep(self, container: Container) -> None:
        histories: Sequence[list[dict[str, Any]]] = (
            [cover()],
            [cover(terminated_on=ENDED), second("2023-12-31")],
            [cover(terminated_on=ENDED), second(OPEN)],
        )
        for number, covers in enumerate(histories):
            await apply_feed(container, "members", f"M-{number}", member_body(covers=covers))
        kept = await last_days(container)
        async with container.database.unit_of_work() as session:
            await session.execute(update(Beneficiary).values(covered_until=None))
            await session.execute(text(fill_of_the_migration()))
        assert await last_days(container) == kept == {"M-0": None, "M-1": ENDED, "M-2": None}


class TestLastDayOfTwoEmployers:
    @pytest.mark.parametrize(
        ("first", "last_day"), [(OPEN, None), ("2023-12-31", ENDED), ("2024-12-31", "2024-12-31")]
    )
    async def test_one_that_ends_its_part_counts_the_others(
        self,
        container: Container,
        portfolio: CurrentPortfolio,
        first: str | None,
        last_day: str | None,
    ) -> None:
        both = [cover(terminated_on=first), second(OPEN)]
        await apply_feed(container, "members", "M-1", member_body(1, covers=both))
        await apply_feed(container, "beneficiaries", "M-1-2", beneficiary_body(covers=both))
        employer = employer_partner(portfolio, "EMP-2")
        for kind, ref, body in (
            ("members", "M-1", member_body(1, covers=[second(ENDED)])),
            ("beneficiaries", "M-1-2", beneficiary_body(covers=[second(ENDED)])),
        ):
            await apply_feed(container, kind, ref, body, portfolio, employer)
        assert await last_days(container) == {"M-1": last_day, "M-1-2": last_day}

    @pytest.mark.concurrency
    async def test_two_that_end_theirs_at_once_do_not_miss_each_other(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        both = [cover(), second(OPEN)]
        await apply_feed(container, "members", "M-1", member_body(1, covers=both))
        own, theirs = cover(terminated_on="2023-12-31"), second(ENDED)
        async with container.database.unit_of_work() as session:
            source = FeedSource(portfolio, employer_partner(portfolio, "EMP-1"))
            line = MemberImportLine(ref="M-1", **member_body(1, covers=[own]))
            service = FeedService(session, container.feed_desk())
            await service.put(ImportKind.MEMBERS, source, "M-1", line)
            other = asyncio.create_task(
                apply_feed(
                    container,
                    "members",
                    "M-1",
                    member_body(1, covers=[theirs]),
                    portfolio,
                    employer_partner(portfolio, "EMP-2"),
                )
            )
            # Time to come as far as it can: to the person's row, which is ours until the commit.
            await asyncio.wait([other], timeout=0.3)
            assert not other.done()
        await other
        assert await last_days(container) == {"M-1": ENDED}


def fill_of_the_migration() -> str:
    """The statement by which `0002` fills the column."""
    path = MIGRATIONS / "versions" / "0002_ways_in.py"
    return str(run_path(str(path))["COVERED_UNTIL"])
