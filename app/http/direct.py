"""A shortcut to operations whose path has no parameter.

The framework tries routes one after the other, router by router, and each try costs: behind a
hundred routes that is more than the query of a hot read. A path without parameter needs no trying.
Everything else (paths with parameters, other methods, nothing at all) walks the tree as before.
"""

from fastapi import APIRouter
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.types import ASGIApp, Receive, Scope, Send

Direct = tuple[APIRoute, ASGIApp]


class DirectRoutes:
    """Stands before the route tree; the index is made on the first request, when all is known."""

    def __init__(self, router: APIRouter) -> None:
        self._router = router
        self._walk: ASGIApp = router.middleware_stack
        self._index: dict[tuple[str, str], Direct] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and not scope.get("root_path"):
            if self._index is None:
                self._index = _index_of(self._router)
            if found := self._index.get((scope["method"], scope["path"])):
                route, app = found
                scope["router"] = self._router
                scope["route"] = route
                scope["endpoint"] = route.endpoint
                scope["path_params"] = {}
                await app(scope, receive, send)
                return
        await self._walk(scope, receive, send)


def install(router: APIRouter) -> None:
    """Put the shortcut before the router's own search."""
    router.middleware_stack = DirectRoutes(router)


def _index_of(router: APIRouter) -> dict[tuple[str, str], Direct]:
    index: dict[tuple[str, str], Direct] = {}
    for context in iter_route_contexts(router.routes):
        route, path = context.original_route, context.path
        if isinstance(route, APIRoute) and path and "{" not in path:
            for method in context.methods or ():
                # The tree answers with the first that matches; so does the index.
                index.setdefault((method, path), (route, context.app))
    return index
