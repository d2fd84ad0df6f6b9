"""Documents that anybody holds: whether they stand; and files by link."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response, StreamingResponse

from app.dependencies.documents import DocumentVerificationDep, DownloadsDep
from app.dependencies.guards import Public
from app.dependencies.infrastructure import LanguageDep, OriginDep, PortfolioDep
from app.dependencies.rates import LimitedVerification
from app.errors.documents import DocumentNotFound, DownloadNotFound
from app.errors.requests import RateLimited, TemporarilyUnavailable
from app.http.files import PDF, ZIP, content_disposition, file_response
from app.http.problems import problems
from app.schemas.documents import DocumentVerificationRead

router = APIRouter(
    prefix="/v1", tags=["documents"], dependencies=[Depends(Public()), LimitedVerification]
)


@router.get(
    "/documents/{reference}/verification",
    operation_id="verifyDocument",
    summary="Verify a document by its reference",
    responses=problems(DocumentNotFound, RateLimited, TemporarilyUnavailable),
)
async def verify_document(
    reference: Annotated[
        str,
        Path(max_length=40, description="As printed; case, dashes and spaces do not matter."),
    ],
    verification: DocumentVerificationDep,
    portfolio: PortfolioDep,
    language: LanguageDep,
) -> DocumentVerificationRead:
    """For whoever was given a certificate, a statement, a table of guarantees or a card: whether
    this insurer issued it, when, and whether it still stands. The answer tells of nobody; a
    mistyped reference is an unknown one.
    """
    return await verification.verify(portfolio.id, reference, language)


@router.get(
    "/downloads/{token}",
    operation_id="followDownloadLink",
    summary="Download a file by its link",
    response_class=Response,
    responses=problems(DownloadNotFound, RateLimited, TemporarilyUnavailable)
    | {200: file_response("The file.", PDF, ZIP)},
)
async def follow_download_link(
    token: Annotated[str, Path(max_length=200, description="The end of a link, as it was given.")],
    downloads: DownloadsDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> Response:
    """The token is the credential: of one file and one session, for sixty seconds, as long as the
    session lasts. The download is recorded in the audit trail.
    """
    found = await downloads.follow(portfolio.id, token, origin)
    headers = {
        "Content-Disposition": content_disposition(found.file.name),
        "Content-Length": str(found.file.size),
    }
    return StreamingResponse(found.pieces, headers=headers, media_type=found.file.media_type)
