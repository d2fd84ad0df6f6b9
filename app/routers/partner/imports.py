"""Streams of lines from partners, and what became of each line.

Each kind is an operation of its own, so that each names its scope.
"""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse

from app.dependencies.feeds import ImportServiceDep
from app.dependencies.guards import PartnerGuard
from app.dependencies.infrastructure import OriginDep, PortfolioDep
from app.dependencies.principals import MayReadImports
from app.errors.authentication import PermissionMissing, Unauthenticated
from app.errors.feeds import ImportNotFound, StreamBroken
from app.errors.requests import BodyTooLarge, UnsupportedMediaType
from app.http.problems import problems
from app.schemas.feeds.contracts import BENEFIT_LEVEL_EXAMPLE, CONTRACT_EXAMPLE
from app.schemas.feeds.people import BENEFICIARY_EXAMPLE, MEMBER_EXAMPLE
from app.schemas.feeds.statements import STATEMENT_EXAMPLE
from app.schemas.imports import RESULT_EXAMPLE, ImportRead
from app.services.feeds.kinds import FeedSource
from app.services.imports.imports import ImportOrder
from app.values.ids import parse_id
from app.values.imports import ImportKind
from app.values.principals import CurrentPartner, PartnerScope

NDJSON = "application/x-ndjson"
ACCEPTED = frozenset({NDJSON, "application/ndjson", "application/jsonl"})
STREAM_BYTES = 1 << 40
"""A stream is read line by line and never held: its length is no danger."""
RESULTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "NDJSON, one object a line sent, in their order.",
        "content": {NDJSON: {"schema": {"type": "string"}, "example": RESULT_EXAMPLE}},
    }
}
router = APIRouter(prefix="/partner/v1/imports", tags=["feeds in"])
DryRun = Annotated[bool, Query(description="Do everything, then undo it: only tell.")]
KINDS: dict[ImportKind, tuple[PartnerScope, str, dict[str, Any]]] = {
    ImportKind.BENEFIT_LEVELS: (
        PartnerScope.BENEFIT_LEVELS_WRITE, "BenefitLevel", {"ref": "L-1", **BENEFIT_LEVEL_EXAMPLE}
    ),
    ImportKind.CONTRACTS: (
        PartnerScope.CONTRACTS_WRITE, "Contract", {"ref": "C-17", **CONTRACT_EXAMPLE}
    ),
    ImportKind.MEMBERS: (PartnerScope.MEMBERS_WRITE, "Member", {"ref": "M-1", **MEMBER_EXAMPLE}),
    ImportKind.BENEFICIARIES: (
        PartnerScope.BENEFICIARIES_WRITE, "Beneficiary", {"ref": "M-1-2", **BENEFICIARY_EXAMPLE}
    ),
    ImportKind.STATEMENTS: (
        PartnerScope.STATEMENTS_WRITE, "Statement", {"ref": "S-1", **STATEMENT_EXAMPLE}
    ),
}  # fmt: skip


def _describe(noun: str, example: dict[str, Any]) -> dict[str, Any]:
    line = orjson.dumps(example).decode()
    description = (
        f"One JSON object a line: the body of `put{noun}` and its `ref`. Empty lines are skipped."
    )
    return {
        "requestBody": {
            "required": True,
            "description": description,
            "content": {NDJSON: {"schema": {"type": "string"}, "example": f"{line}\n"}},
        }
    }


def _add_import(kind: ImportKind, scope: PartnerScope, noun: str, example: dict[str, Any]) -> None:
    guard = PartnerGuard(scope)

    @router.post(
        f"/{kind.value}",
        operation_id=f"import{noun}Lines",
        summary=f"Import a stream of {kind.value.replace('-', ' ')}",
        status_code=HTTPStatus.CREATED,
        responses=problems(
            Unauthenticated, PermissionMissing, StreamBroken, BodyTooLarge, UnsupportedMediaType
        ),
        openapi_extra=_describe(noun, example),
        max_body_size=STREAM_BYTES,
    )
    async def import_lines(
        request: Request,
        partner: Annotated[CurrentPartner, Depends(guard)],
        portfolio: PortfolioDep,
        origin: OriginDep,
        imports: ImportServiceDep,
        dry_run: DryRun = False,
    ) -> ImportRead:
        """Each line stands alone: a bad one is rejected with its number and code, the others
        count. Batches are applied as they come: if the stream breaks off, the earlier ones stand,
        and sending the whole again changes nothing twice.
        """
        _check_media_type(request)
        source = FeedSource(portfolio, partner.employer_ref)
        order = ImportOrder(kind, source, dry_run, partner.token_id, origin)
        return await imports.run(order, _chunks(request))


for import_kind, description in KINDS.items():
    _add_import(import_kind, *description)


@router.get(
    "/{import_id}",
    operation_id="getImport",
    summary="Read an import and its counts so far",
    responses=problems(Unauthenticated, PermissionMissing, ImportNotFound),
)
async def get_import(
    import_id: str, partner: MayReadImports, portfolio: PortfolioDep, imports: ImportServiceDep
) -> ImportRead:
    """Counts grow batch by batch while it runs."""
    return await imports.get(parse_id(import_id), FeedSource(portfolio, partner.employer_ref))


@router.get(
    "/{import_id}/results",
    operation_id="streamImportResults",
    summary="Read what became of each line",
    response_class=StreamingResponse,
    responses=RESULTS | problems(Unauthenticated, PermissionMissing, ImportNotFound),
)
async def stream_import_results(
    import_id: str, partner: MayReadImports, portfolio: PortfolioDep, imports: ImportServiceDep
) -> StreamingResponse:
    """`line`, `ref`, `outcome` and, for a rejected line, `code` and the places in `errors`."""
    source = FeedSource(portfolio, partner.employer_ref)
    return StreamingResponse(await imports.results(parse_id(import_id), source), media_type=NDJSON)


def _check_media_type(request: Request) -> None:
    """A body that says it is something else than NDJSON is not read."""
    kind = request.headers.get("content-type", NDJSON).partition(";")[0].strip().lower()
    if kind not in ACCEPTED:
        raise UnsupportedMediaType


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    """The body as it arrives.

    Raises:
        StreamBroken: the sender went away before the end.
    """
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect:
        raise StreamBroken from None
