"""What the demo's server says when it starts: where to click, whom to be, where codes arrive."""

import os
import sys
from pathlib import Path

from app.cli.console import console
from app.services.demo.accounts import ACTIVE, INVITED, demo_password, has_demo_password
from app.services.demo.feeds import demo_members
from app.settings import Settings

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - addresses to show
STATES = {
    ACTIVE[0]: "active: a family, three years of reimbursements",
    ACTIVE[1]: "active: contract terminated",
    INVITED: "invited: activate this account first",
}
TEXT = """
Espace Assuré, demo portfolio HCR Bien-Être

  Swagger UI    {base}/docs
  Mailbox       {base}/dev/mailbox   e-mails and SMS that would have left

{accounts}
  Password of the active accounts: {password}

Log in as a native app; one that is new here is asked for a second factor:

  curl -s {base}/v1/auth/login -H 'Content-Type: application/json' \\
    -d '{{"email": "{email}", "password": "{password}", "client": "native"}}'
  curl -s {base}/v1/auth/flows/FLOW_ID/phone -H 'Flow-Secret: FLOW_SECRET' \\
    -H 'Content-Type: application/json' -d '{{"phone": "{phone}"}}'
  curl -s '{base}/dev/mailbox?to={quoted_phone}'
  curl -s {base}/v1/auth/flows/FLOW_ID/verify -H 'Flow-Secret: FLOW_SECRET' \\
    -H 'Content-Type: application/json' -d '{{"code": "THE_SIX_DIGITS"}}'

In Swagger UI: the same operations (logIn, submitPhone, verifyCode), the code from readMailbox
with to = {phone}; then give the access token to Authorize.
Codes that travel by e-mail are there too: to = {invited}.

A partner's token, to send feeds:

  {python} -m app token create --name my-feed --portfolio hcr --scope members:write \\
    --scope statements:write

Stop with Ctrl-C; start again with the same command.
"""


def welcome(settings: Settings, host: str, port: int) -> None:
    """Print it, where a demo was loaded."""
    if not has_demo_password(settings.data_dir):
        return
    phones = {member.email: member.phone or "" for member in demo_members()}
    phone = phones[ACTIVE[0]]
    accounts = "".join(
        f"  {email:<28}{phones[email]:<15}{state}\n" for email, state in STATES.items()
    )
    text = TEXT.format(
        base=f"http://{EVERYWHERE.get(host, host)}:{port}",
        accounts=accounts,
        password=demo_password(settings.data_dir),
        email=ACTIVE[0],
        invited=INVITED,
        phone=phone,
        quoted_phone=phone.replace("+", "%2B"),
        python=_shortest(Path(sys.executable)),
    )
    console.print(text, markup=False, soft_wrap=True)


def _shortest(path: Path) -> str:
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
