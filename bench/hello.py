"""A hello-world of the same libraries, with as many routes: `python -m bench.hello ROUTES PORT`."""

import sys

import sqlalchemy.ext.asyncio  # noqa: F401 - loaded because the product needs it
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, create_model


def make_app(routes: int) -> FastAPI:
    """`/livez`, and routes with a body and an answer of their own."""
    app = FastAPI()

    @app.get("/livez")
    async def live() -> dict[str, str]:
        return {"status": "alive"}

    for number in range(routes - 1):
        _declare(app, number)
    return app


def _declare(app: FastAPI, number: int) -> None:
    body = create_model(f"Body{number}", name=(str, ...), count=(int, 0))
    answer = create_model(f"Answer{number}", id=(str, ...), name=(str, ...), count=(int, ...))

    async def handle(item_id: str, given: body) -> BaseModel:
        return answer(id=item_id, **given.model_dump())

    app.post(f"/v1/things-{number}/{{item_id}}", response_model=answer)(handle)


if __name__ == "__main__":
    uvicorn.run(
        make_app(int(sys.argv[1])),
        host="127.0.0.1",
        port=int(sys.argv[2]),
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
    )
