"""What every answer has, whatever the operation."""

import httpx
import pytest
from fastapi import FastAPI

from app.container import Container
from app.dependencies.infrastructure import SessionDep
from app.main import create_app
from app.settings import Settings


class TestEveryAnswer:
    async def test_it_bears_the_security_headers(self, client: httpx.AsyncClient) -> None:
        for path in ("/livez", "/nowhere"):
            headers = (await client.get(path)).headers
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
            assert headers["referrer-policy"] == "no-referrer"
            assert "max-age" in headers["strict-transport-security"]
            assert "default-src 'none'" in headers["content-security-policy"]
            assert headers["cache-control"] == "no-store"

    async def test_it_repeats_a_harmless_request_id(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/nowhere", headers={"X-Request-Id": "walk-2026.11-1"})
        assert response.headers["x-request-id"] == "walk-2026.11-1"
        assert response.json()["request_id"] == "walk-2026.11-1"

    @pytest.mark.parametrize("given", ["short", "a" * 65, "with space", 'quo"te', "é" * 8])
    async def test_it_replaces_any_other_request_id(
        self, client: httpx.AsyncClient, given: str
    ) -> None:
        response = await client.get("/livez", headers={"X-Request-Id": given.encode()})
        assert response.headers["x-request-id"] != given
        assert len(response.headers["x-request-id"]) == 36


class TestProblems:
    async def test_an_unknown_path_is_a_problem_in_french(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/nowhere")
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["content-language"] == "fr"
        problem = response.json()
        assert problem["code"] == "not_found"
        assert problem["type"] == "urn:espace-assure:problem:not_found"
        assert (problem["status"], problem["instance"]) == (404, "/nowhere")

    @pytest.mark.parametrize(
        ("accept", "language"),
        [
            ("en", "en"),
            ("en-GB,en;q=0.9,fr;q=0.8", "en"),
            ("fr-FR,en;q=0.9", "fr"),
            ("de", "fr"),
            ("en;q=0", "fr"),
            ("en;q=broken", "fr"),
            ("*", "fr"),
            (",,;;q=", "fr"),
        ],
    )
    async def test_the_language_is_the_preferred_one(
        self, client: httpx.AsyncClient, accept: str, language: str
    ) -> None:
        response = await client.get("/nowhere", headers={"Accept-Language": accept})
        assert response.headers["content-language"] == language

    async def test_a_wrong_method_is_a_problem(self, client: httpx.AsyncClient) -> None:
        response = await client.post("/livez")
        assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
        assert response.headers["allow"] == "GET"

    async def test_what_repeats_a_request_is_no_method_of_ours(
        self, app: FastAPI, client: httpx.AsyncClient
    ) -> None:
        for path in app.openapi()["paths"]:
            response = await client.request("TRACE", path.replace("{", "").replace("}", ""))
            assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")

    async def test_nothing_redirects_to_the_host_that_the_client_wrote(
        self, client: httpx.AsyncClient
    ) -> None:
        response = await client.get("/v1/home/", headers={"Host": "evil.example"})
        assert (response.status_code, response.json()["code"]) == (404, "not_found")

    @pytest.mark.usefixtures("portfolio")
    @pytest.mark.parametrize(
        "media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"]
    )
    async def test_a_body_of_another_type_is_told(
        self, client: httpx.AsyncClient, media_type: str
    ) -> None:
        response = await client.post(
            "/v1/auth/activations",
            content=b'{"email": "camille@example.org"}',
            headers={"Content-Type": media_type},
        )
        assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")

    async def test_an_oversized_body_is_a_problem_even_where_none_is_read(
        self, client: httpx.AsyncClient, settings: Settings
    ) -> None:
        body = b"x" * (settings.max_body_bytes + 1)
        response = await client.request("GET", "/livez", content=body)
        assert (response.status_code, response.json()["code"]) == (413, "body_too_large")
        assert response.headers["x-content-type-options"] == "nosniff"


class TestUnitOfWork:
    """The commit comes before the answer: a failed one is never told as a success."""

    @pytest.fixture
    def broken(self, settings: Settings, container: Container) -> FastAPI:
        app = create_app(settings, container)

        @app.post("/test/failing-commit")
        async def failing_commit(session: SessionDep) -> dict[str, str]:
            async def fail(_session: object) -> None:
                raise RuntimeError("canary-295109912611193")

            session.info["before_commit"] = [fail]
            return {"status": "done"}

        return app

    async def test_a_failed_commit_answers_500_and_tells_nothing(
        self, broken: FastAPI, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        transport = httpx.ASGITransport(broken)
        async with httpx.AsyncClient(transport=transport, base_url="http://espace.test") as client:
            response = await client.post("/test/failing-commit")
        assert (response.status_code, response.json()["code"]) == (500, "internal_error")
        assert "canary" not in response.text
        assert b"canary" not in b"".join(capfdbinary.readouterr())


class TestDocsPage:
    async def test_it_is_served_from_our_own_assets(self, client: httpx.AsyncClient) -> None:
        page = await client.get("/docs")
        assert page.status_code == 200
        assert "http://" not in page.text
        assert "https://" not in page.text
        assert "'unsafe-eval'" not in page.headers["content-security-policy"]
        for asset in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js", "favicon-32x32.png"):
            assert f"/docs/assets/{asset}" in page.text or asset == "start.js"
            assert (await client.get(f"/docs/assets/{asset}")).status_code == 200

    @pytest.mark.parametrize("name", ["main.py", "..%2f__init__.py", "unknown.js"])
    async def test_nothing_else_is_served(self, client: httpx.AsyncClient, name: str) -> None:
        assert (await client.get(f"/docs/assets/{name}")).status_code == 404
