"""Authorization nobody can forget: the route tree, walked."""

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Route

from app.dependencies.guards import MemberGuard, PartnerGuard, Public
from app.dependencies.infrastructure import get_connection, get_session
from app.openapi import guard_of
from tests.factories.apps import declared_app

PUBLIC_OPERATIONS = {
    "GET /livez",
    "GET /readyz",
    "GET /metrics",
    "GET /.well-known/jwks.json",
    "GET /v1/reference/care-categories",
    "GET /v1/reference/acts",
    "GET /v1/reference/message-categories",
    "GET /v1/reference/relationships",
    "GET /v1/services",
    "GET /v1/services/{service_slug}",
    "GET /v1/articles",
    "GET /v1/articles/{article_slug}",
    "GET /v1/help",
    "GET /v1/legal",
    "GET /v1/assistant/topics",
    "POST /v1/assistant/questions",
    "GET /v1/card/verification-keys",
    "GET /v1/card/revocations",
    "GET /v1/documents/{reference}/verification",
    "GET /v1/downloads/{token}",
    "POST /v1/auth/login",
    "POST /v1/auth/refresh",
    "POST /v1/auth/activations",
    "GET /v1/auth/flows/{flow_id}",
    "POST /v1/auth/flows/{flow_id}/code",
    "POST /v1/auth/flows/{flow_id}/phone",
    "POST /v1/auth/flows/{flow_id}/verify",
    "POST /v1/auth/flows/{flow_id}/password",
    "POST /v1/auth/flows/{flow_id}/totp",
    "POST /v1/auth/flows/{flow_id}/recovery-code",
    "POST /v1/auth/flows/{flow_id}/passkey",
    "POST /v1/auth/flows/{flow_id}/phone-recovery",
    "POST /v1/auth/password-resets",
    "POST /v1/auth/alerts/{token}",
    "GET /dev/mailbox",
    "PUT /dev/clock",
}
PAGES_WITHOUT_GUARD = {"/docs", "/docs/assets/{name}", "/openapi.json"}
NUMBER_OF_ROUTES = 152


def routes_of(app: FastAPI) -> list[APIRoute]:
    contexts = iter_route_contexts(app.routes)
    return [c.original_route for c in contexts if isinstance(c.original_route, APIRoute)]


def public_routes() -> list[APIRoute]:
    """Every operation that anybody may call."""
    routes = routes_of(declared_app())
    return [route for route in routes if isinstance(guard_of(route)[0], Public)]


def calls_of(dependant: Dependant) -> Iterator[object]:
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from calls_of(dependency)


def name_of(route: APIRoute) -> str:
    return f"{'/'.join(sorted(route.methods))} {route.path_format}"


class TestRouteTree:
    def setup_method(self) -> None:
        self.app = declared_app()
        self.routes = routes_of(self.app)

    def test_every_route_carries_exactly_one_guard(self) -> None:
        counts = {name_of(route): len(guard_of(route)) for route in self.routes}
        assert {name: count for name, count in counts.items() if count != 1} == {}

    def test_public_operations_are_the_expected_ones(self) -> None:
        assert set(map(name_of, public_routes())) == PUBLIC_OPERATIONS

    def test_member_and_partner_paths_carry_their_own_guards(self) -> None:
        for route in self.routes:
            guard = guard_of(route)[0]
            if route.path_format.startswith("/partner/v1/"):
                assert isinstance(guard, PartnerGuard), name_of(route)
            elif route.path_format.startswith("/v1/"):
                assert isinstance(guard, MemberGuard | Public), name_of(route)

    def test_no_route_holds_a_read_connection_while_it_writes(self) -> None:
        for route in self.routes:
            needed = set(calls_of(route.dependant))
            assert not {get_session, get_connection} <= needed, name_of(route)

    def test_paths_without_parameters_hide_behind_no_other(self) -> None:
        """The shortcut answers them first, the route tree in its order: both must agree."""
        for place, route in enumerate(self.routes):
            if "{" in route.path_format:
                continue
            earlier = [r for r in self.routes[:place] if r.methods & route.methods]
            hidden_by = [name_of(r) for r in earlier if r.path_regex.match(route.path_format)]
            assert hidden_by == [], name_of(route)

    def test_no_route_came_or_went_unnoticed(self) -> None:
        plain = {c.path for c in self.app.routes if isinstance(c, Route) and c.path}
        assert plain == PAGES_WITHOUT_GUARD
        assert len(self.routes) + len(PAGES_WITHOUT_GUARD) == NUMBER_OF_ROUTES
