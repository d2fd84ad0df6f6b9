"""Lines of an import: read into bodies, and told about in its results."""

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from pydantic import ValidationError
from pydantic_core import from_json

from app.errors.base import DomainError
from app.errors.feeds import BrokenLine, LineTooLong
from app.errors.requests import InvalidRequest
from app.errors.validation import field_problems
from app.schemas.base import REFERENCE, Body
from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace
from app.services.feeds.applying import Applied, Verdict
from app.services.feeds.kinds import KINDS
from app.services.imports.ndjson import RawLine
from app.values.imports import ImportKind

REJECTED = "rejected"
MAX_PROBLEMS = 20
UNREADABLE = frozenset({"json_invalid", "model_type", "model_attributes_type"})
COMPRESSION = 1


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A line that was read, or why it could not be."""

    number: int
    ref: str | None
    body: Body | None
    refusal: DomainError | None = None


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """What became of a line, as the results tell it."""

    line: int
    ref: str | None
    outcome: str
    code: str | None
    errors: Sequence[Mapping[str, str]]


def read_line(kind: ImportKind, raw: RawLine) -> ImportLine:
    """The body of a line: one validation, straight from its bytes."""
    if raw.content is None:
        return ImportLine(raw.number, None, None, LineTooLong())
    try:
        body = KINDS[kind].line.model_validate_json(raw.content)
    except ValidationError as error:
        found = error.errors(include_url=False)
        if any(not item["loc"] and item["type"] in UNREADABLE for item in found):
            return ImportLine(raw.number, None, None, BrokenLine())
        refusal = InvalidRequest(fields=field_problems(found[:MAX_PROBLEMS]))
        return ImportLine(raw.number, _ref_of(raw.content), None, refusal)
    return ImportLine(raw.number, body.ref, body)


def tell(lines: Sequence[ImportLine], verdicts: Mapping[int, Verdict]) -> list[LineOutcome]:
    """The outcome of every line of a batch, in its order; verdicts are by line number."""
    return [_outcome(line, line.refusal or verdicts[line.number]) for line in lines]


def count(outcomes: Sequence[LineOutcome]) -> Counter[str]:
    """How many lines had each outcome."""
    return Counter(outcome.outcome for outcome in outcomes)


def seal_results(keyring: Keyring, chunk_id: UUID, outcomes: Sequence[LineOutcome]) -> bytes:
    """The results of a batch as they rest: NDJSON, compressed, sealed."""
    text = b"".join(orjson.dumps(o, option=orjson.OPT_APPEND_NEWLINE) for o in outcomes)
    return keyring.seal(zlib.compress(text, COMPRESSION), SealedPlace.IMPORT_RESULTS, chunk_id)


def open_results(keyring: Keyring, chunk_id: UUID, sealed: bytes) -> bytes:
    """The NDJSON of a batch's results."""
    return zlib.decompress(keyring.open(sealed, SealedPlace.IMPORT_RESULTS, chunk_id))


def _outcome(line: ImportLine, verdict: Verdict) -> LineOutcome:
    if isinstance(verdict, Applied):
        return LineOutcome(line.number, line.ref, verdict.outcome.value, None, ())
    errors = [{"pointer": field.pointer, "code": field.code} for field in verdict.fields]
    return LineOutcome(line.number, line.ref, REJECTED, verdict.code, errors)


def _ref_of(content: bytes) -> str | None:
    """The reference of a refused line, when it is one: its sender finds the line by it."""
    try:
        # By the validation's own parser: it reads numbers that others call out of range.
        ref: Any = from_json(content).get("ref")
    except ValueError:
        return None
    return ref if isinstance(ref, str) and REFERENCE.fullmatch(ref) else None
