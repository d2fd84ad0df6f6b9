"""Problem documents (RFC 9457): rendering, and the OpenAPI responses of the same classes."""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.errors.base import DomainError, FieldProblem
from app.errors.requests import (
    BodyTooLarge,
    Conflict,
    InvalidRequest,
    MalformedBody,
    MethodNotAllowed,
    NotFound,
    RateLimited,
    TemporarilyUnavailable,
    UnsupportedMediaType,
)
from app.errors.validation import INVALID_DATE, field_problems, sentence_of
from app.http.languages import preferred_language
from app.http.quotas import note_quota
from app.repositories.constraints import violated_constraint
from app.values.labels import FRENCH

MEDIA_TYPE = "application/problem+json"
PROBLEM_SCHEMA = "#/components/schemas/Problem"
TYPE_PREFIX = "urn:espace-assure:problem:"
RETRY_SECONDS = 2
BY_STATUS: dict[int, type[DomainError]] = {
    400: MalformedBody,
    404: NotFound,
    405: MethodNotAllowed,
    413: BodyTooLarge,
    415: UnsupportedMediaType,
}


def render(error: DomainError, request: Request) -> Response:
    """The problem in the reader's language. Nothing of the request is echoed but its path."""
    language = preferred_language(request.headers.get("accept-language"))
    document: dict[str, Any] = {
        "type": TYPE_PREFIX + error.code,
        "title": error.headline(language),
        "status": error.status,
        "code": error.code,
        "instance": request.url.path,
        "request_id": request.scope.get("state", {}).get("request_id", ""),
    }
    if isinstance(error, RateLimited):
        note_quota(request.scope, error.quota)
    if detail := error.explanation(language):
        document["detail"] = detail
    if error.fields:
        document["errors"] = [_field(problem, language) for problem in error.fields]
    if error.choices:
        document["choices"] = error.choices
    headers = {"Content-Language": language}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.challenge:
        headers["WWW-Authenticate"] = error.challenge
    return Response(orjson.dumps(document), error.status, headers, MEDIA_TYPE)


def translate(error: Exception) -> DomainError | None:
    """The domain error behind a library's exception; None when it is a fault of ours."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, RequestValidationError):
        return _from_validation(error)
    if isinstance(error, HTTPException):
        return BY_STATUS.get(error.status_code, MalformedBody)()
    if isinstance(error, IntegrityError):
        return violated_constraint(error) or Conflict()
    if isinstance(error, PoolTimeout | OperationalError | InterfaceError | ConnectionError):
        return TemporarilyUnavailable(retry_after=RETRY_SECONDS)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return TemporarilyUnavailable(retry_after=RETRY_SECONDS)
    return None


def install(app: FastAPI) -> None:
    """Answer every known exception with its problem; unknown ones reach the middleware."""

    async def handle(request: Request, error: Exception) -> Response:
        translated = translate(error)
        if translated is None:
            raise error
        answer = render(translated, request)
        if isinstance(error, HTTPException) and error.headers:
            answer.headers.update(error.headers)
        return answer

    for kind in (
        DomainError,
        RequestValidationError,
        HTTPException,
        DBAPIError,
        PoolTimeout,
        ConnectionError,
    ):
        app.add_exception_handler(kind, handle)


def problems(*errors: type[DomainError]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses of these errors, grouped by status, an example for each code."""
    grouped: dict[int | str, dict[str, Any]] = {}
    every: tuple[type[DomainError], ...] = (*errors, InvalidRequest)
    for error in every:
        entry = grouped.setdefault(
            error.status,
            {"content": {MEDIA_TYPE: {"schema": {"$ref": PROBLEM_SCHEMA}, "examples": {}}}},
        )
        entry["content"][MEDIA_TYPE]["examples"][error.code] = {
            "summary": error.title_en,
            "value": _example(error),
        }
        codes = entry["content"][MEDIA_TYPE]["examples"]
        entry["description"] = ", ".join(f"`{code}`" for code in codes)
    return grouped


def _from_validation(error: RequestValidationError) -> DomainError:
    found = error.errors()
    if any(item["loc"] == ("body",) and isinstance(item["input"], bytes) for item in found):
        # The framework hands over what it did not read as JSON.
        return UnsupportedMediaType()
    if any(item["type"] == "json_invalid" for item in found):
        return MalformedBody()
    return InvalidRequest(fields=field_problems(found))


def _field(problem: FieldProblem, language: str) -> Mapping[str, str]:
    message = sentence_of(problem.code).in_language(language)
    return {"pointer": problem.pointer, "code": problem.code, "message": message}


def _example(error: type[DomainError]) -> dict[str, Any]:
    example: dict[str, Any] = {
        "type": TYPE_PREFIX + error.code,
        "title": error.title,
        "status": error.status,
        "code": error.code,
        "instance": "/v1/example",
        "request_id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d",
    }
    if error is InvalidRequest:
        example["errors"] = [_field(FieldProblem("/birth_date", INVALID_DATE), FRENCH)]
    return example
