"""Imports: batches, rejections, dry runs, streams that break off."""

import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select, text

from app.container import Container
from app.errors.authentication import PermissionMissing
from app.errors.feeds import ImportNotFound
from app.models.account import Account
from app.models.audit import AuditEntry
from app.models.import_run import ImportResultChunk, ImportRun
from app.models.member import Member
from app.models.outbox import OutboxMessage
from app.models.statement import Statement, StatementLine
from app.services.feeds.source import FeedSource
from app.services.imports import imports
from app.services.imports.imports import BATCH_LINES
from app.services.portfolios import CurrentPortfolio
from app.values.ids import new_id
from tests.factories.feeds import (
    apply_agreement,
    apply_family,
    cover,
    line_body,
    member_body,
    statement_body,
)
from tests.factories.imports import counts, ndjson, results_of, run_import
from tests.factories.partners import employer_partner

TEN_MEGABYTES = 10 * 1024 * 1024


async def count_of(container: Container, model: Any) -> int:
    async with container.database.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(model)) or 0)


def member_line(number: int, **changes: Any) -> dict[str, Any]:
    return {"ref": f"M-{number}", **member_body(number, email=None, **changes)}


class TestBadLines:
    async def test_each_is_told_by_number_and_code_and_loses_no_other(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        lines = [
            member_line(1),
            b'{"ref": "M-2", ',
            b"[1, 2]",
            b'"text"',
            b"\xff\xfe",
            b'{"ref": "M-3", "last_name": "\\ud800"}',
            member_line(4, nir="295109912611194"),
            member_line(5, covers=[cover(contract_ref="C-404")]),
            member_line(6, birth_date="2999-01-01"),
            member_line(7, last_name="Mar\x00tin"),
            b"x" * TEN_MEGABYTES,
            {**member_line(8), "ref": "not a reference"},
            b"",
            member_line(9),
            {**member_line(10), "colour": "blue"},
            ndjson(member_line(11)).strip()[:-1] + b',"colour":1e999}',
        ]
        text = ndjson(*lines)
        chunks = [text[start : start + 65_536] for start in range(0, len(text), 65_536)]
        found = await run_import(container, portfolio, "members", chunks)
        assert (found.state, found.lines, counts(found)) == ("completed", 15, (2, 0, 0, 13))
        told = [
            (r["line"], r["ref"], r["outcome"], r["code"], [tuple(e.values()) for e in r["errors"]])
            for r in await results_of(container, portfolio, found.id)
        ]
        assert told == [
            (1, "M-1", "created", None, []),
            (2, None, "rejected", "broken_line", []),
            (3, None, "rejected", "broken_line", []),
            (4, None, "rejected", "broken_line", []),
            (5, None, "rejected", "broken_line", []),
            (6, None, "rejected", "broken_line", []),
            (7, "M-4", "rejected", "invalid_request", [("/nir", "invalid_nir")]),
            (8, "M-5", "rejected", "unknown_reference",
             [("/covers/0/contract_ref", "unknown_reference")]),
            (9, "M-6", "rejected", "invalid_request", [("/birth_date", "invalid_date")]),
            (10, "M-7", "rejected", "invalid_request", [("/last_name", "value_error")]),
            (11, None, "rejected", "line_too_long", []),
            (12, None, "rejected", "invalid_request", [("/ref", "string_pattern_mismatch")]),
            (14, "M-9", "created", None, []),
            (15, "M-10", "rejected", "invalid_request", [("/", "extra_forbidden")]),
            (16, "M-11", "rejected", "invalid_request", [("/", "extra_forbidden")]),
        ]  # fmt: skip

    async def test_a_bad_statement_loses_no_other(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_family(container)
        negative = statement_body(lines=[line_body(spent="-30.00")])
        off = statement_body()
        off["totals"] = {**off["totals"], "spent": "31.00"}
        bodies = [statement_body(), negative, off, statement_body("M-404"), statement_body()]
        lines = [{"ref": f"S-{number}", **body} for number, body in enumerate(bodies)]
        found = await run_import(container, portfolio, "statements", [ndjson(*lines)])
        codes = [r["code"] for r in await results_of(container, portfolio, found.id)]
        assert codes == [None, "invalid_request", "totals_mismatch", "unknown_reference", None]
        assert await count_of(container, Statement) == 2

    async def test_a_line_that_breaks_a_constraint_is_found_among_its_batch(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        lines = [member_line(number) for number in range(1, 41)]
        lines[17]["member_number"] = "00000003"
        lines[30]["member_number"] = "00000003"
        found = await run_import(container, portfolio, "members", [ndjson(*lines)])
        rejected = [
            (r["line"], r["code"])
            for r in await results_of(container, portfolio, found.id)
            if r["outcome"] == "rejected"
        ]
        assert counts(found) == (38, 0, 0, 2)
        assert rejected == [(18, "reference_taken"), (31, "reference_taken")]
        assert await count_of(container, Member) == 38

    async def test_an_email_in_use_rejects_its_line_alone(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        emails = ("a@example.org", "b@example.org", "A@example.org")
        lines = [{"ref": f"M-{n}", **member_body(n, email=email)} for n, email in enumerate(emails)]
        found = await run_import(container, portfolio, "members", [ndjson(*lines)])
        assert counts(found) == (2, 0, 0, 1)
        assert await count_of(container, Account) == 2
        assert await count_of(container, OutboxMessage) == 2


class TestSendingAgain:
    async def test_the_same_file_twice_changes_nothing(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_family(container)
        lines = [{"ref": f"S-{n}", **statement_body()} for n in range(20)]
        first = await run_import(container, portfolio, "statements", [ndjson(*lines)])
        async with container.database.read() as connection:
            question = select(StatementLine.id).order_by(StatementLine.id)
            before = (await connection.execute(question)).all()
            second = await run_import(container, portfolio, "statements", [ndjson(*lines)])
            assert (await connection.execute(question)).all() == before
        assert (counts(first), counts(second)) == ((20, 0, 0, 0), (0, 0, 20, 0))

    async def test_a_reference_that_comes_twice_is_applied_in_order(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        lines = [member_line(1), member_line(1), member_line(1, first_name="Dominique")]
        found = await run_import(container, portfolio, "members", [ndjson(*lines)])
        outcomes = [r["outcome"] for r in await results_of(container, portfolio, found.id)]
        assert outcomes == ["created", "unchanged", "updated"]


class TestDryRun:
    async def test_it_tells_everything_and_writes_nothing(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        lines = [{"ref": f"M-{n}", **member_body(n)} for n in range(10)]
        lines[4]["member_number"] = lines[3]["member_number"]
        lines[6]["nir"] = "295109912611194"
        found = await run_import(container, portfolio, "members", [ndjson(*lines)], dry_run=True)
        assert (found.dry_run, found.state, counts(found)) == (True, "completed", (8, 0, 0, 2))
        assert len(await results_of(container, portfolio, found.id)) == 10
        for model in (Member, Account, OutboxMessage):
            assert await count_of(container, model) == 0

    async def test_lines_refused_by_the_database_are_told(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        await run_import(container, portfolio, "members", [ndjson(member_line(1))])
        lines = [member_line(2), member_line(3, member_number="00000001"), member_line(4)]
        found = await run_import(container, portfolio, "members", [ndjson(*lines)], dry_run=True)
        codes = [r["code"] for r in await results_of(container, portfolio, found.id)]
        assert codes == [None, "reference_taken", None]
        assert await count_of(container, Member) == 1

    async def test_it_says_what_the_real_run_will_do(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        first = {"ref": "d-1", **member_body(1, email="a@example.org")}
        same_email = {"ref": "d-2", **member_body(2, email="A@example.org")}
        same_number = {"ref": "d-3", **member_body(3, member_number=first["member_number"])}
        lines = [first, same_email, same_number, first, {**first, "first_name": "Dominique"}]
        told = []
        for dry_run in (True, False):
            found = await run_import(
                container, portfolio, "members", [ndjson(*lines)], dry_run=dry_run
            )
            results = await results_of(container, portfolio, found.id)
            told.append([(r["outcome"], r["code"], r["errors"]) for r in results])
        assert told[0] == told[1]
        assert told[0] == [
            ("created", None, []),
            ("rejected", "reference_taken", [{"pointer": "/email", "code": "reference_taken"}]),
            (
                "rejected",
                "reference_taken",
                [{"pointer": "/member_number", "code": "reference_taken"}],
            ),
            ("unchanged", None, []),
            ("updated", None, []),
        ]
        assert await count_of(container, Member) == 1

    async def test_statements_are_tried_again_without_the_refused_one(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_family(container)
        lines = [{"ref": f"S-{n}", **statement_body()} for n in range(8)]
        lines[5]["lines"][0]["spent"] = "31.00"
        found = await run_import(container, portfolio, "statements", [ndjson(*lines)], dry_run=True)
        assert counts(found) == (7, 0, 0, 1)
        assert await count_of(container, Statement) == 0

    async def test_each_batch_is_tried_by_itself(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        lines = [member_line(1), *(member_line(n) for n in range(2, BATCH_LINES + 1))]
        lines.append(member_line(1, first_name="Dominique"))
        found = await run_import(container, portfolio, "members", [ndjson(*lines)], dry_run=True)
        assert counts(found) == (BATCH_LINES + 1, 0, 0, 0)


class TestBrokenStream:
    async def test_earlier_batches_stand_and_the_import_is_failed(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)

        async def stream() -> AsyncIterator[bytes]:
            for number in range(1, 601):
                yield ndjson(member_line(number))
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            await run_import(container, portfolio, "members", stream())
        async with container.database.read() as connection:
            run = (await connection.execute(select(ImportRun.__table__))).one()
        assert (run.state, run.lines, run.created) == ("failed", 500, 500)
        assert run.failure == "internal_error"
        assert run.finished_at is not None
        assert await count_of(container, Member) == 500


class TestWhoMayImport:
    @pytest.mark.parametrize("kind", ["statements", "benefit-levels"])
    async def test_an_employer_sends_affiliations_only(
        self, container: Container, portfolio: CurrentPortfolio, kind: str
    ) -> None:
        with pytest.raises(PermissionMissing):
            await run_import(container, portfolio, kind, [], employer_partner(portfolio))
        assert await count_of(container, ImportRun) == 0

    async def test_an_import_is_read_in_its_portfolio_alone(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        found = await run_import(container, portfolio, "members", [])
        imports = container.imports()
        other = CurrentPortfolio(new_id(), "x", "x", portfolio.configuration)
        for source in (FeedSource(other), FeedSource(portfolio, employer_partner(portfolio))):
            with pytest.raises(ImportNotFound):
                await imports.get(found.id, source)


class TestTraces:
    async def test_one_audit_entry_an_import_and_sealed_results(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        await run_import(container, portfolio, "members", [ndjson(member_line(1))])
        async with container.database.read() as connection:
            question = select(AuditEntry.action, AuditEntry.result, AuditEntry.reason)
            entries = (await connection.execute(question)).all()
            sealed = await connection.scalar(select(ImportResultChunk.results_sealed))
        assert [tuple(entry) for entry in entries] == [("import.started", "succeeded", "members")]
        assert b"M-1" not in sealed

    async def test_lines_are_counted_by_kind_and_outcome(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_agreement(container)
        await run_import(container, portfolio, "members", [ndjson(member_line(1), b"{")])
        registry = container.metrics.registry
        measured = {
            outcome: registry.get_sample_value(
                "espace_import_lines_total", {"kind": "members", "outcome": outcome}
            )
            for outcome in ("created", "rejected")
        }
        assert measured == {"created": 1, "rejected": 1}


@pytest.mark.slow
class TestMemory:
    async def test_it_stays_flat_over_a_hundred_thousand_statement_lines(
        self, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_family(container)
        body = orjson.dumps(statement_body(lines=[line_body() for _ in range(100)]))
        statements = 1_000

        peaks = []

        def chunks() -> Iterator[bytes]:
            for number in range(statements):
                peaks.append(resident_megabytes())
                yield b'{"ref":"S-%d",' % number + body[1:] + b"\n"

        gc.collect()
        before = resident_megabytes()
        found = await run_import(container, portfolio, "statements", chunks())
        assert counts(found) == (statements, 0, 0, 0)
        assert max(peaks) - before < 60


def resident_megabytes() -> float:
    """The process's present resident memory; Linux tells it in pages of 4 KiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


class TestStatistics:
    async def test_postgresql_looks_at_what_a_growing_import_fills(
        self,
        container: Container,
        portfolio: CurrentPortfolio,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(imports, "FIRST_STATISTICS", 3)
        await apply_agreement(container)
        found = await run_import(
            container, portfolio, "members", [ndjson(*(member_line(n) for n in range(1, 8)))]
        )
        assert counts(found) == (7, 0, 0, 0)
        if container.database.is_sqlite:
            return
        async with container.database.read() as connection:
            question = text("SELECT reltuples FROM pg_class WHERE relname = 'members'")
            assert await connection.scalar(question) == 7
