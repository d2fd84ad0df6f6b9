"""Statements of ten years are paged as fast as those of one: by what the databases do."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, text

from app.container import Container
from app.models.beneficiary import Beneficiary
from app.models.statement import Statement, StatementLine
from app.repositories.statements import page_of_statements
from app.repositories.visibility import reader_parameters
from app.values.ids import new_id
from app.values.principals import CurrentMember
from tests.clock import AdjustableClock
from tests.factories.families import member_reading
from tests.factories.feeds import (
    apply_family,
    apply_feed,
    line_body,
    member_body,
    statement_body,
)

LIMIT = 21
TODAY = date(2026, 3, 14)


@pytest.fixture
async def member(container: Container, clock: AdjustableClock, portfolio: Any) -> CurrentMember:
    """The member of a family whose child has every statement's second line."""
    assert portfolio
    clock.set_to("2026-03-14 12:00")
    await apply_family(container)
    lines = [line_body("M-1"), line_body("M-1-2")]
    await apply_feed(container, "statements", "S-0", statement_body("M-1", lines))
    return await member_reading(container)


async def add_years(container: Container, years: int, first_number: int) -> None:
    """Two statements a week, copied from the one that a feed sent."""
    async with container.database.read() as connection:
        head = (
            (await connection.execute(select(Statement.__table__).where(Statement.ref == "S-0")))
            .mappings()
            .one()
        )
        lines = (
            (
                await connection.execute(
                    select(StatementLine.__table__).where(StatementLine.statement_id == head["id"])
                )
            )
            .mappings()
            .all()
        )
    heads, copies = [], []
    for number in range(first_number, years * 104):
        issued_on = TODAY - timedelta(days=number * 365 // 104)
        statement_id = new_id()
        heads.append({**head, "id": statement_id, "ref": f"C-{number}", "issued_on": issued_on})
        copies += [{**line, "id": new_id(), "statement_id": statement_id} for line in lines]
    async with container.database.unit_of_work() as session:
        await session.execute(insert(Statement), heads)
        await session.execute(insert(StatementLine), copies)
    async with container.database.write_engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("ANALYZE"))


async def add_others(container: Container) -> None:
    """Lines of another family, so that reading one's own is not reading them all."""
    await apply_feed(container, "members", "M-2", member_body(2))
    await apply_feed(container, "statements", "S-2", statement_body("M-2"))
    columns = [column.name for column in StatementLine.__table__.columns]
    values = {"id": "gen_random_uuid()", "position": "number"}
    copied = ", ".join(values.get(name, f"line.{name}") for name in columns)
    statement = f"""
        INSERT INTO statement_lines ({", ".join(columns)})
        SELECT {copied} FROM generate_series(1, 40000) AS number, statement_lines AS line
        JOIN statements ON statements.id = line.statement_id WHERE statements.ref = 'S-2'
    """
    async with container.database.unit_of_work() as session:
        await session.execute(text(statement))


def parameters_of(member: CurrentMember, after: date = date.max) -> dict[str, Any]:
    return {
        **reader_parameters(member),
        "first": date.min,
        "last": date.max,
        "after_date": after,
        "after_id": UUID(int=(1 << 128) - 1),
        "limit": LIMIT,
    }


async def plan(container: Container, member: CurrentMember, after: date) -> str:
    """How the database answers, as it explains it."""
    dialect = container.database.read_engine.dialect
    compiled = page_of_statements(of_one_beneficiary=False).compile(dialect=dialect)
    sqlite = container.database.is_sqlite
    prefix = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN (ANALYZE, FORMAT JSON) "
    values = {**compiled.params, **parameters_of(member, after)}
    processors = compiled._bind_processors
    bound = tuple(
        processors[name](values[name]) if name in processors else values[name]
        for name in compiled.positiontup or ()
    )
    async with container.database.read() as connection:
        result = await connection.exec_driver_sql(prefix + str(compiled), bound)
        if sqlite:
            return "\n".join(row[3] for row in result)
        return json.dumps(result.scalar_one())


def rows_read(node: Any, table: str) -> int:
    """How many rows of a table were read, over all loops."""
    if isinstance(node, list):
        return sum(rows_read(item, table) for item in node)
    if not isinstance(node, dict):
        return 0
    own = 0
    if node.get("Relation Name") == table:
        removed = node.get("Rows Removed by Filter", 0)
        own = round((node["Actual Rows"] + removed) * node["Actual Loops"])
    return own + sum(rows_read(item, table) for item in node.values())


class TestPagesOfStatements:
    @pytest.mark.parametrize("after", [date.max, date(2019, 6, 1)])
    async def test_a_page_reads_what_it_shows_however_many_years_there_are(
        self, container: Container, member: CurrentMember, after: date
    ) -> None:
        if not container.database.is_sqlite:
            await add_others(container)
        await add_years(container, 10, 1)
        explained = await plan(container, member, after)
        if container.database.is_sqlite:
            # In the order of the index: no statement is sorted, none is scanned.
            assert "ix_statements_member_id_issued_on_id" in explained
            assert "SCAN statements" not in explained
            assert "SCAN statement_lines" not in explained
        else:
            found = json.loads(explained)
            assert rows_read(found, "statements") <= 2 * LIMIT
            assert rows_read(found, "statement_lines") <= 8 * LIMIT

    async def test_everybody_of_the_family_is_counted_once(
        self, container: Container, member: CurrentMember
    ) -> None:
        await add_years(container, 1, 1)
        async with container.database.read() as connection:
            statement = page_of_statements(of_one_beneficiary=False)
            rows = (await connection.execute(statement, parameters_of(member))).all()
            people = await connection.scalar(select(func.count()).select_from(Beneficiary))
        assert [row.lines for row in rows] == [people] * LIMIT
        assert [row.issued_on for row in rows] == sorted(
            (row.issued_on for row in rows), reverse=True
        )
