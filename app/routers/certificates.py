"""Certificates of affiliation and of termination, on screen and on paper."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.dependencies.certificates import CertificatePrinterDep, CertificateServiceDep
from app.dependencies.infrastructure import LanguageDep
from app.dependencies.parameters import LinkParam
from app.dependencies.principals import MayPrintCertificates, MayReadCertificates
from app.errors.contracts import ContractNotFound
from app.errors.covers import CoverEnded, CoverNotStarted
from app.errors.documents import TerminationDateUnknown
from app.errors.requests import TemporarilyUnavailable
from app.http.answers import tagged_answer
from app.http.etags import not_modified
from app.http.files import document_answer, document_response
from app.http.problems import problems
from app.schemas.certificates import AffiliationCertificateRead, TerminationCertificateRead
from app.services.certificates import affiliation_answer, termination_answer
from app.values.ids import parse_id

router = APIRouter(prefix="/v1/contracts/{contract_id}/certificates", tags=["contracts"])
ContractId = Annotated[str, Path(description="A contract of the reader, by id.")]
AFFILIATION = (ContractNotFound, CoverEnded, CoverNotStarted)
TERMINATION = (ContractNotFound, TerminationDateUnknown)


@router.get(
    "/affiliation",
    operation_id="getAffiliationCertificate",
    summary="Show that I am covered",
    response_model=AffiliationCertificateRead,
    responses=problems(*AFFILIATION) | not_modified(),
)
async def get_affiliation(
    request: Request,
    contract_id: ContractId,
    member: MayReadCertificates,
    certificates: CertificateServiceDep,
    language: LanguageDep,
) -> Response:
    """Who is covered today under the contract: the reader, and everyone whose card the reader may
    see. The facts of the PDF.
    """
    found = await certificates.affiliation(member, parse_id(contract_id), language)
    return tagged_answer(request, affiliation_answer(found), language=language)


@router.get(
    "/affiliation/document",
    operation_id="getAffiliationCertificateDocument",
    summary="Download my certificate of affiliation",
    response_class=Response,
    responses={200: document_response("The certificate to print, in French.")}
    | problems(*AFFILIATION, TemporarilyUnavailable)
    | not_modified(),
)
async def get_affiliation_document(
    request: Request,
    contract_id: ContractId,
    member: MayPrintCertificates,
    printer: CertificatePrinterDep,
    link: LinkParam = False,
) -> Response:
    """The facts of the certificate as a PDF that bears a verification reference: the same file as
    long as they are the same, that day. Each copy is recorded in the audit trail.
    """
    document = await printer.issue_affiliation(member, parse_id(contract_id))
    return await document_answer(request, member, printer, document, link=link)


@router.get(
    "/termination",
    operation_id="getTerminationCertificate",
    summary="Show that my cover ends",
    response_model=TerminationCertificateRead,
    responses=problems(*TERMINATION) | not_modified(),
)
async def get_termination(
    request: Request,
    contract_id: ContractId,
    member: MayReadCertificates,
    certificates: CertificateServiceDep,
    language: LanguageDep,
) -> Response:
    """The reader's last day under the contract, past or to come, who is covered until then, why it
    ends and what may follow. The facts of the PDF.
    """
    found = await certificates.termination(member, parse_id(contract_id), language)
    return tagged_answer(request, termination_answer(found), language=language)


@router.get(
    "/termination/document",
    operation_id="getTerminationCertificateDocument",
    summary="Download my certificate of termination",
    response_class=Response,
    responses={200: document_response("The certificate to print, in French.")}
    | problems(*TERMINATION, TemporarilyUnavailable)
    | not_modified(),
)
async def get_termination_document(
    request: Request,
    contract_id: ContractId,
    member: MayPrintCertificates,
    printer: CertificatePrinterDep,
    link: LinkParam = False,
) -> Response:
    """The facts of the certificate as a PDF that bears a verification reference: the same file as
    long as they are the same. Each copy is recorded in the audit trail.
    """
    document = await printer.issue_termination(member, parse_id(contract_id))
    return await document_answer(request, member, printer, document, link=link)
