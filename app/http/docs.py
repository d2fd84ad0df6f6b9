"""Swagger UI from the application's own assets: no CDN, no inline script."""

from functools import lru_cache
from importlib.resources import files

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.routing import Route

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Espace Assuré API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<link rel="icon" href="/docs/assets/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/start.js"></script>
</body>
</html>
"""
START = """\
window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  persistAuthorization: false,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  docExpansion: "none",
  filter: true,
});
"""
ASSETS = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
HEADERS = {"Content-Security-Policy": POLICY}
CACHED = {"Cache-Control": "public, max-age=86400"}


def install(app: FastAPI) -> None:
    """Serve the page, its two scripts and its style sheet."""
    app.router.routes.append(Route("/docs", _page, include_in_schema=False))
    app.router.routes.append(Route("/docs/assets/{name}", _asset, include_in_schema=False))


async def _page(_request: Request) -> Response:
    return Response(PAGE, media_type="text/html", headers=HEADERS)


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name == "start.js":
        return Response(START, media_type="text/javascript", headers=CACHED)
    if name not in ASSETS:
        return Response(status_code=404)
    return Response(_read_asset(name), media_type=ASSETS[name], headers=CACHED)


@lru_cache
def _read_asset(name: str) -> bytes:
    return (files("fastapi_swagger") / "resources" / name).read_bytes()
