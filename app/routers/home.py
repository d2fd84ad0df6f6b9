"""The home page."""

from fastapi import APIRouter
from starlette.responses import Response

from app.dependencies.home import HomeServiceDep
from app.dependencies.infrastructure import LanguageDep
from app.dependencies.principals import MayReadHome
from app.http.answers import raw_answer
from app.http.problems import problems
from app.schemas.home import HomeRead

router = APIRouter(prefix="/v1/home", tags=["home"])


@router.get(
    "",
    operation_id="getHome",
    summary="Open the home page",
    response_model=HomeRead,
    responses=problems(),
)
async def get_home(member: MayReadHome, home: HomeServiceDep, language: LanguageDep) -> Response:
    """The main sections, badges of what is new or waiting, and a focus on the reimbursements of
    everyone the reader may see: twelve-month totals and the three latest lines. Of some persons the
    totals may be seen and the lines not.
    """
    return raw_answer(await home.read(member, language), language=language)
