"""Who saw or changed my file."""

from fastapi import APIRouter

from app.dependencies.activity import ActivityServiceDep
from app.dependencies.infrastructure import LanguageDep
from app.dependencies.parameters import CursorParam, LimitParam
from app.dependencies.principals import MayReadActivity
from app.errors.requests import InvalidCursor
from app.http.problems import problems
from app.schemas.activity import ActivityPage

router = APIRouter(prefix="/v1/me/activity", tags=["me"])


@router.get(
    "",
    operation_id="listActivity",
    summary="See who saw or changed my file",
    responses=problems(InvalidCursor),
)
async def list_activity(
    member: MayReadActivity,
    activity: ActivityServiceDep,
    language: LanguageDep,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> ActivityPage:
    """Every entry of the audit trail about the reader's account, whoever acted, newest first:
    logins and what was refused, second factors, documents and full numbers shown, changes.
    """
    return await activity.list_of(member, cursor=cursor, limit=limit, language=language)
