"""What partners send, one resource at a time; each is known by the partner's own reference.

Sending a resource again with the same content changes nothing and answers `unchanged`. Each kind
is an operation of its own, so that each names its scope.
"""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response

from app.dependencies.feeds import FeedServiceDep, feed_source
from app.errors.requests import BodyTooLarge, Conflict, MalformedBody
from app.http.problems import problems
from app.schemas.base import Reference
from app.schemas.imports import FeedResultRead
from app.services.feeds.kind import FeedKind
from app.services.feeds.kinds import KINDS
from app.services.feeds.source import FeedSource

router = APIRouter(prefix="/partner/v1", tags=["feeds in"])
COMMON = (MalformedBody, BodyTooLarge, Conflict)
CREATED: dict[int | str, dict[str, Any]] = {
    201: {"model": FeedResultRead, "description": "It was new."}
}


def _add_put(kind: FeedKind) -> None:
    example = kind.example["ref"]

    @router.put(
        f"/{kind.code.value}/{{ref}}",
        operation_id=f"put{kind.noun}",
        summary=kind.summary,
        description=kind.description,
        responses=CREATED | problems(*COMMON, *kind.refusals),
    )
    async def put(
        ref: Annotated[
            Reference, Path(description="The partner's own reference.", examples=[example])
        ],
        body: kind.body,  # type: ignore[name-defined] # a type that only the record knows
        source: Annotated[FeedSource, Depends(feed_source(kind.scope))],
        feeds: FeedServiceDep,
        response: Response,
    ) -> FeedResultRead:
        result = await feeds.put(kind.code, source, ref, body)
        if result.outcome == "created":
            response.status_code = HTTPStatus.CREATED
        return result


for feed_kind in KINDS.values():
    _add_put(feed_kind)
