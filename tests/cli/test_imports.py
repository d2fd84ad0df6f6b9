"""`python -m app import KIND FILE`."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.container import Container
from app.models.member import Member
from app.services.portfolios import CurrentPortfolio
from tests.cli.conftest import Invoke
from tests.factories.feeds import apply_agreement, member_body
from tests.factories.imports import ndjson


def member_line(number: int, **changes: Any) -> dict[str, Any]:
    return {"ref": f"M-{number}", **member_body(number, email=None, **changes)}


@pytest.fixture
async def agreement(container: Container, portfolio: CurrentPortfolio) -> None:
    await apply_agreement(container, portfolio)


async def members(container: Container) -> int:
    async with container.database.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(Member)) or 0)


@pytest.mark.usefixtures("agreement")
class TestImport:
    async def test_an_unknown_kind_or_file_is_a_usage_error(
        self, invoke: Invoke, tmp_path: Path
    ) -> None:
        assert (await invoke("import", "unicorns", str(tmp_path / "x"))).exit_code == 2
        assert (await invoke("import", "members", str(tmp_path / "absent"))).exit_code == 2

    async def test_rejections_are_shown_and_the_exit_code_tells(
        self, invoke: Invoke, container: Container, tmp_path: Path
    ) -> None:
        file = tmp_path / "members.ndjson"
        bad = member_line(2, nir="295109912611194")
        file.write_bytes(ndjson(member_line(1), bad, b"{", member_line(3)))
        result = await invoke("import", "members", str(file), "--portfolio", "hcr")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "line 2  M-2  invalid_request  /nir invalid_nir" in result.stderr
        assert "line 3  ?  broken_line" in result.stderr
        assert "2 lines were rejected" in result.stderr
        assert "295109912611194" not in result.stderr
        assert await members(container) == 2

    async def test_a_dry_run_writes_nothing(
        self, invoke: Invoke, container: Container, tmp_path: Path
    ) -> None:
        file = tmp_path / "members.ndjson"
        file.write_bytes(ndjson(member_line(1)))
        result = await invoke("import", "members", str(file), "--dry-run")
        assert result.exit_code == 0
        assert "(dry run)" in result.stderr
        assert "Nothing was written" in result.stderr
        assert await members(container) == 0

    async def test_a_dry_run_with_rejections_ends_with_words_that_fit(
        self, invoke: Invoke, container: Container, tmp_path: Path
    ) -> None:
        file = tmp_path / "members.ndjson"
        taken = member_line(2, member_number="00000001")
        file.write_bytes(ndjson(member_line(1), taken, member_line(3, colour="blue")))
        result = await invoke("import", "members", str(file), "--dry-run")
        told = " ".join(result.stderr.split())
        assert result.exit_code == 1
        assert "line 2 M-2 reference_taken /member_number reference_taken" in told
        assert "line 3 M-3 invalid_request at the top level extra_forbidden" in told
        assert "2 lines would be rejected, and nothing was written" in told
        assert "will be unchanged" not in told
        assert await members(container) == 0

    async def test_a_dash_is_standard_input(self, invoke: Invoke, container: Container) -> None:
        lines = ndjson(member_line(1), member_line(2))
        result = await invoke("import", "members", "-", standard_input=lines)
        assert result.exit_code == 0, result.stderr
        assert await members(container) == 2

    async def test_it_shows_its_progress_and_twice_changes_nothing(
        self, invoke: Invoke, container: Container, tmp_path: Path
    ) -> None:
        file = tmp_path / "members.ndjson"
        file.write_bytes(ndjson(*(member_line(number) for number in range(1, 21))))
        first = await invoke("import", "members", str(file), "--progress")
        again = await invoke("import", "members", str(file), "--no-progress")
        assert (first.exit_code, again.exit_code) == (0, 0), first.stderr
        assert "20 lines" in first.stderr
        assert "20 lines" not in again.stderr
        assert await members(container) == 20
