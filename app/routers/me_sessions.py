"""Where a member is signed in and known."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path

from app.dependencies.auth.account import SessionEndServiceDep, SessionListServiceDep
from app.dependencies.infrastructure import OriginDep
from app.dependencies.parameters import CursorParam, LimitParam
from app.dependencies.principals import MayEndSession, MayReadSessions
from app.errors.requests import InvalidCursor
from app.errors.second_factors import DeviceNotFound, SessionNotFound
from app.http.problems import problems
from app.schemas.sessions import DevicePage, MemberSessionPage
from app.values.ids import parse_id

router = APIRouter(prefix="/v1/me", tags=["me"])
SessionId = Annotated[str, Path(description="The `id` of the session.")]
DeviceId = Annotated[str, Path(description="The `id` of the device.")]


@router.get(
    "/sessions",
    operation_id="listSessions",
    summary="List where I am signed in",
    responses=problems(InvalidCursor),
)
async def list_sessions(
    member: MayReadSessions,
    sessions: SessionListServiceDep,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> MemberSessionPage:
    """Open sessions with when, roughly where, and last use; newest first."""
    return await sessions.list_sessions(member, cursor, limit)


@router.delete(
    "/sessions/{session_id}",
    operation_id="endSession",
    summary="Log out elsewhere",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(SessionNotFound),
)
async def end_session(
    session_id: SessionId, member: MayEndSession, sessions: SessionEndServiceDep, origin: OriginDep
) -> None:
    """Ends one session; to end all of them, `logOutEverywhere`."""
    await sessions.end_session(member, parse_id(session_id), origin)


@router.get(
    "/devices",
    operation_id="listDevices",
    summary="List the browsers and apps that are known",
    responses=problems(InvalidCursor),
)
async def list_devices(
    member: MayReadSessions,
    sessions: SessionListServiceDep,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> DevicePage:
    """Those that passed a second factor and are not asked at each login; newest first."""
    return await sessions.list_devices(member, cursor, limit)


@router.delete(
    "/devices/{device_id}",
    operation_id="forgetDevice",
    summary="Forget a browser or app",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(DeviceNotFound),
)
async def forget_device(
    device_id: DeviceId, member: MayEndSession, sessions: SessionEndServiceDep, origin: OriginDep
) -> None:
    """Its sessions end, and its next login asks for a second factor."""
    await sessions.forget_device(member, parse_id(device_id), origin)
