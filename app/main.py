"""The application factory. Importing this module opens nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute

from app import __version__, openapi
from app.container import Container
from app.http import direct, docs, problems
from app.http.context import RequestContext
from app.http.cors import CrossOrigin
from app.routers import (
    assistant,
    auth,
    auth_alerts,
    auth_factors,
    auth_flows,
    bank_details,
    beneficiaries,
    benefits,
    card,
    card_numbers,
    certificates,
    change_requests,
    communes,
    content,
    contracts,
    data_exports,
    demo,
    documents,
    events,
    family_changes,
    home,
    inbox,
    me,
    me_account,
    me_activity,
    me_second_factors,
    me_sessions,
    messages,
    operations,
    options,
    providers,
    reference,
    reimbursements,
    statements,
)
from app.routers.partner import change_requests as partner_change_requests
from app.routers.partner import events as partner_events
from app.routers.partner import feeds as partner_feeds
from app.routers.partner import imports as partner_imports
from app.routers.partner import messages as partner_messages
from app.routers.partner import partner_tokens
from app.routers.partner import webhooks as partner_webhooks
from app.settings import Settings

TAGS = [
    {"name": "auth", "description": "Coming in, staying in, leaving."},
    {
        "name": "me",
        "description": "My account: sessions, devices, second factors, changes, who saw it.",
    },
    {"name": "home", "description": "The first page."},
    {"name": "reimbursements", "description": "What was reimbursed, to whom, for which care."},
    {"name": "beneficiaries", "description": "The people of the family."},
    {
        "name": "contracts",
        "description": "What a contract covers and how it reimburses, and certificates about it.",
    },
    {
        "name": "change requests",
        "description": "What members asked to have changed, and where it stands.",
    },
    {"name": "messages", "description": "Writing to the administrator, and the inbox."},
    {
        "name": "documents",
        "description": "Whether a document that was issued stands; files by link.",
    },
    {"name": "card", "description": "The third-party-payment card, as JSON and as PDF."},
    {"name": "content", "description": "Services, articles, help, legal notice."},
    {"name": "geosearch", "description": "Health professionals near a place, and communes."},
    {"name": "assistant", "description": "Hugo, who answers from what is published."},
    {"name": "reference", "description": "Public lists of codes and labels."},
    {"name": "token", "description": "The API token of a partner."},
    {"name": "feeds in", "description": "What partners send, one by one or as a stream."},
    {"name": "work out", "description": "What members ask, for partners to decide."},
    {"name": "events", "description": "What happened, in order, to read or to be told."},
    {"name": "operations", "description": "Health of the service."},
    {"name": "demo", "description": "Mailbox and clock of the demo; nowhere else."},
]


def create_app(settings: Settings, container: Container | None = None) -> FastAPI:
    """The whole product over one container; tests and commands may bring their own."""
    container = container or Container(settings)
    app = FastAPI(
        title="Espace Assuré",
        version=__version__,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        # A redirect would repeat whatever host name and scheme the client wrote.
        redirect_slashes=False,
        # Logs and metrics are our own: the framework need not look for a provider each time.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=_lifespan,
        routes=_routes(settings.is_demo, settings.max_body_bytes),
    )
    app.state.container = container
    direct.install(app.router)
    problems.install(app)
    openapi.install(app)
    docs.install(app)
    app.add_middleware(CrossOrigin, portfolios=container.portfolios)
    app.add_middleware(RequestContext, metrics=container.metrics)
    return app


@cache
def _routes(is_demo: bool, max_body_bytes: int) -> list[BaseRoute]:
    """The whole tree, made once however many applications a process makes.

    What each operation expects is worked out from its signature, at first use, and that takes
    longer than most tests; nothing in it belongs to one application.
    """
    root = APIRouter()
    for router in routers(is_demo):
        # Limited here, not on the application: its own limit answers outside our middleware.
        root.include_router(router, max_body_size=max_body_bytes)
    return root.routes


def routers(is_demo: bool) -> list[APIRouter]:
    """Every router, with its full path in it."""
    return [
        auth.router,
        auth.signed_in,
        auth_flows.router,
        auth_factors.router,
        auth_alerts.router,
        me.router,
        me_account.router,
        bank_details.router,
        data_exports.router,
        me_second_factors.router,
        me_sessions.router,
        home.router,
        reimbursements.router,
        statements.router,
        beneficiaries.router,
        contracts.router,
        benefits.router,
        family_changes.router,
        options.router,
        certificates.router,
        change_requests.router,
        documents.router,
        events.router,
        card.router,
        card_numbers.router,
        card_numbers.published,
        content.router,
        assistant.router,
        messages.router,
        inbox.router,
        communes.router,
        providers.router,
        me_activity.router,
        reference.router,
        partner_tokens.router,
        partner_change_requests.router,
        partner_feeds.router,
        partner_events.router,
        partner_webhooks.router,
        partner_imports.router,
        partner_messages.router,
        operations.router,
        *([demo.router] if is_demo else []),
    ]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    container: Container = app.state.container
    worker = None
    if container.settings.embedded_worker:
        worker = asyncio.create_task(container.worker().run())
    yield
    if worker:
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker
    await container.close()
