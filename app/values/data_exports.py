"""Words of data exports."""

from datetime import timedelta
from enum import StrEnum

KEPT = timedelta(days=7)
"""How long a finished export may be downloaded."""


class DataExportStatus(StrEnum):
    """Where an export is; nothing leads out of `failed` and `expired`: another one is asked for."""

    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"
