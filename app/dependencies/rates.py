"""Request rates: counted before anything else of an operation, before any connection is taken."""

from datetime import timedelta

from fastapi import Depends, Request

from app.dependencies.infrastructure import ContainerDep, OriginDep
from app.http.quotas import note_quota
from app.values.rates import Limit

WAYS_IN = "ways-in"
QUESTIONS = "questions"
VERIFICATIONS = "verifications"
MINUTE = timedelta(minutes=1)


async def count_way_in(request: Request, container: ContainerDep, origin: OriginDep) -> None:
    """Count one request to a way in from this client's address; IPv6 by /64.

    Raises:
        RateLimited: `ESPACE_WAYS_IN_PER_MINUTE` in this minute already.
        TemporarilyUnavailable: the rate store does not answer.
    """
    limit = Limit(WAYS_IN, container.settings.ways_in_per_minute, MINUTE)
    note_quota(request.scope, await container.rates.take_for_address(limit, origin.ip))


async def count_question(request: Request, container: ContainerDep, origin: OriginDep) -> None:
    """Count one question to the assistant from this client's address; IPv6 by /64.

    Raises:
        RateLimited: `ESPACE_QUESTIONS_PER_MINUTE` in this minute already.
        TemporarilyUnavailable: the rate store does not answer.
    """
    limit = Limit(QUESTIONS, container.settings.questions_per_minute, MINUTE)
    note_quota(request.scope, await container.rates.take_for_address(limit, origin.ip))


LimitedQuestion = Depends(count_question)
"""Declared where anybody may ask the assistant."""


async def count_verification(request: Request, container: ContainerDep, origin: OriginDep) -> None:
    """Count one try of a reference or of a link, which nobody should try many of.

    Raises:
        RateLimited: `ESPACE_VERIFICATIONS_PER_MINUTE` in this minute already.
        TemporarilyUnavailable: the rate store does not answer.
    """
    limit = Limit(VERIFICATIONS, container.settings.verifications_per_minute, MINUTE)
    note_quota(request.scope, await container.rates.take_for_address(limit, origin.ip))


LimitedVerification = Depends(count_verification)
LimitedWayIn = Depends(count_way_in)
"""Declared on every router of public operations under `/v1/auth`; a test walks them."""
