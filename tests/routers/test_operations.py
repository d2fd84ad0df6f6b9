"""Liveness, readiness, metrics and signing keys."""

import httpx
from fastapi import FastAPI

from app.container import Container


class TestGetLiveness:
    async def test_it_answers_without_a_database(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/livez")
        assert (response.status_code, response.json()) == (200, {"status": "alive"})


class TestGetReadiness:
    async def test_a_migrated_database_is_ready(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/readyz")
        assert (response.status_code, response.json()) == (200, {"status": "ready"})

    async def test_without_a_storage_it_is_not(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        (container.settings.data_dir / "storage").write_bytes(b"no folder")
        response = await client.get("/readyz")
        assert (response.status_code, response.json()["code"]) == (503, "temporarily_unavailable")
        assert "retry-after" in response.headers


class TestGetMetrics:
    async def test_requests_are_counted_by_route_template(self, client: httpx.AsyncClient) -> None:
        await client.get("/livez")
        text = (await client.get("/metrics")).text
        assert 'espace_http_requests_total{method="GET",route="/livez",status="200"} 1.0' in text

    async def test_a_proxied_request_finds_nothing(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"})
        assert (response.status_code, response.json()["code"]) == (404, "not_found")

    async def test_another_network_finds_nothing(self, app: FastAPI) -> None:
        transport = httpx.ASGITransport(app, client=("192.0.2.7", 50000))
        async with httpx.AsyncClient(transport=transport, base_url="http://espace.test") as far:
            assert (await far.get("/metrics")).status_code == 404
