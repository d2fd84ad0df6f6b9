"""Imports as partners read them."""

from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict

from app.schemas.base import OpaqueId, Read
from app.values.imports import ImportKind, ImportState

IMPORT_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d",
    "kind": "members",
    "state": "completed",
    "dry_run": False,
    "lines": 1200,
    "created": 14,
    "updated": 3,
    "unchanged": 1181,
    "rejected": 2,
    "started_at": "2026-03-09T02:00:00Z",
    "finished_at": "2026-03-09T02:00:04Z",
    "failure": None,
}
RESULT_EXAMPLE = """\
{"line":1,"ref":"M-1","outcome":"created","code":null,"errors":[]}
{"line":2,"ref":"M-2","outcome":"rejected","code":"invalid_request",\
"errors":[{"pointer":"/nir","code":"invalid_nir"}]}
"""


class FeedResultRead(Read):
    """What became of a resource that was sent."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ref": "M-1",
                    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d",
                    "outcome": "created",
                }
            ]
        }
    )

    ref: str
    """The partner's own reference, as it was sent."""
    id: OpaqueId
    """The resource's id in this API, which members' applications see."""
    outcome: Literal["created", "updated", "unchanged"]
    """`unchanged`: the content was the same as last time, and nothing was written."""


class ImportRead(Read):
    """An import and its counts so far. Empty lines are not counted."""

    model_config = ConfigDict(json_schema_extra={"examples": [IMPORT_EXAMPLE]})

    id: OpaqueId
    """Goes into the address of the import and of its results."""
    kind: ImportKind
    state: ImportState
    dry_run: bool
    """Whether all of it was undone: counts and results tell what would have happened."""
    lines: int
    """Lines read so far, empty ones left out: the sum of the four counts."""
    created: int
    """Lines whose resource was new."""
    updated: int
    """Lines that changed their resource."""
    unchanged: int
    """Lines with the content already known."""
    rejected: int
    """Lines refused; the results say why."""
    started_at: datetime
    """When the stream began."""
    finished_at: datetime | None
    """When it ended, well or not; null while it runs."""
    failure: str | None
    """Why it broke off: the code of a problem, or `interrupted`. The batches before it stand;
    null unless it did."""
