"""`python -m app portfolio apply`."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.container import Container
from app.errors.requests import UnknownHost
from tests.cli.conftest import Invoke
from tests.factories.feeds import portfolio_file
from tests.factories.settings import safe_settings

EXACT = [
    "https://espace.example.org",
    "https://espace.example.org:8443",
    "http://localhost:3000",
    "http://[::1]:3000",
    "https://xn--caf-dma.example",
]
INEXACT = [
    "*",
    "null",
    "espace.example.org",
    "https://",
    "https://*.example.org",
    "https://espace.example.org/",
    "https://espace.example.org/login",
    "https://espace.example.org?a=1",
    "https://espace.example.org#a",
    "https://member@espace.example.org",
    "https://Espace.example.org",
    "HTTPS://espace.example.org",
    "https://espace.example.org:443",
    "http://espace.example.org:80",
    "https://espace.example.org:99999",
    "https://espace.example.org,https://other.example.org",
    "https://café.example",
    "ftp://espace.example.org",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "portfolio.json"


def write(file: Path, *origins: str) -> str:
    """A portfolio file with these origins; the address of the file."""
    described: dict[str, Any] = portfolio_file().model_dump(mode="json")
    described["configuration"]["allowed_origins"] = origins
    described["hosts"] = ["espace.test"]
    file.write_text(json.dumps(described))
    return str(file)


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a production, but for its database."""
    for name, value in safe_settings(allow_sqlite=True).items():
        if name != "database_url":
            text = value if isinstance(value, str) else json.dumps(value)
            monkeypatch.setenv(f"ESPACE_{name.upper()}", text)


class TestApplyPortfolio:
    @pytest.mark.parametrize("origin", INEXACT)
    async def test_an_origin_that_no_browser_sends_is_refused(
        self, invoke: Invoke, container: Container, file: Path, origin: str
    ) -> None:
        result = await invoke("portfolio", "apply", write(file, EXACT[0], origin))
        assert (result.exit_code, result.stdout) == (1, "")
        assert "allowed_origins" in result.stderr
        with pytest.raises(UnknownHost):
            await container.portfolios.at_host("espace.test")

    @pytest.mark.usefixtures("production")
    async def test_production_refuses_a_page_in_clear(
        self, invoke: Invoke, container: Container, file: Path
    ) -> None:
        result = await invoke("portfolio", "apply", write(file, *EXACT))
        assert result.exit_code == 1
        told = " ".join(result.stderr.split())
        assert "not http://localhost:3000, http://[::1]:3000." in told
        with pytest.raises(UnknownHost):
            await container.portfolios.at_host("espace.test")

    @pytest.mark.usefixtures("production")
    async def test_production_takes_https_origins(
        self, invoke: Invoke, container: Container, file: Path
    ) -> None:
        secure = tuple(one for one in EXACT if one.startswith("https://"))
        result = await invoke("portfolio", "apply", write(file, *secure))
        assert result.exit_code == 0, result.stderr
        portfolio = await container.portfolios.at_host("espace.test")
        assert portfolio.configuration.allowed_origins == secure

    async def test_it_is_made_what_the_file_says_again(
        self, invoke: Invoke, container: Container, file: Path
    ) -> None:
        for origins in (EXACT, EXACT[:1]):
            result = await invoke("portfolio", "apply", write(file, *origins))
            assert result.exit_code == 0, result.stderr
        portfolio = await container.portfolios.at_host("espace.test")
        assert portfolio.configuration.allowed_origins == (EXACT[0],)
