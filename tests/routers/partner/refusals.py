"""What every partner operation refuses before it looks at anything else."""

from typing import Any

import httpx

from app.container import Container
from app.values.principals import PartnerScope
from tests.factories.accounts import make_active_account, sign_in
from tests.factories.feeds import make_portfolio
from tests.factories.partners import bearing, make_token


async def refusals(
    client: httpx.AsyncClient, container: Container, scope: str, method: str, path: str, **sent: Any
) -> list[tuple[str, int, str]]:
    """The answers to nobody, to a member, to every other scope, to another portfolio's token."""
    account = await make_active_account(container)
    member = await sign_in(container, account)
    portfolio = await container.portfolios.at_host("espace.test")
    others = [known.value for known in PartnerScope if known.value != scope]
    foreign = await make_portfolio(container, "other", "other.test")
    callers = {
        "anonymous": {},
        "member": member,
        "wrong scope": bearing(await make_token(container, portfolio, *others)),
        "foreign": bearing(await make_token(container, foreign)),
    }
    answers = []
    for name, headers in callers.items():
        response = await client.request(method, path, headers=headers, **sent)
        answers.append((name, response.status_code, response.json()["code"]))
    return answers


REFUSED = [
    ("anonymous", 401, "unauthenticated"),
    ("member", 401, "unauthenticated"),
    ("wrong scope", 403, "permission_missing"),
    ("foreign", 401, "unauthenticated"),
]
