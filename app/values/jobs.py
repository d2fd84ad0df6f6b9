"""Words of deferred work."""

from enum import StrEnum


class JobKind(StrEnum):
    """What is done later; `subject_id` of the job says about what."""

    DATA_EXPORT = "data_export"
    DATA_EXPORT_EXPIRY = "data_export.expiry"


class JobState(StrEnum):
    """A job that is being done is pending and leased; a dead one failed too often."""

    PENDING = "pending"
    DONE = "done"
    DEAD = "dead"
