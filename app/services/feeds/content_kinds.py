"""The kinds of content that partners send: one scope, one applier, a body for each."""

from functools import partial
from typing import Any

from app.schemas.base import Body
from app.schemas.feeds import content
from app.services.feeds.content import ContentApplier
from app.services.feeds.kind import FeedKind
from app.values.content import ContentKind
from app.values.imports import ImportKind
from app.values.principals import PartnerScope


def _kind(
    kind: ContentKind,
    noun: str,
    what: str,
    body: type[Body],
    line: type[Body],
    example: dict[str, Any],
) -> FeedKind:
    return FeedKind(
        code=ImportKind(f"content/{kind.value}"),
        scope=PartnerScope.CONTENT_WRITE,
        noun=noun,
        summary=f"Publish or change {what}",
        description=(
            "French and English side by side, texts without markup. "
            "`published: false` withdraws it; members see a change within the hour."
        ),
        refusals=(),
        body=body,
        line=line,
        example={"ref": "exemple", **example},
        of_employers=False,
        make_applier=partial(ContentApplier, kind),
    )


CONTENT_KINDS = (
    _kind(
        ContentKind.SERVICES,
        "Service",
        "a service",
        content.ServiceFeed,
        content.ServiceImportLine,
        content.SERVICE_EXAMPLE,
    ),
    _kind(
        ContentKind.ARTICLES,
        "Article",
        "an article",
        content.ArticleFeed,
        content.ArticleImportLine,
        content.ARTICLE_EXAMPLE,
    ),
    _kind(
        ContentKind.HELP,
        "HelpLine",
        "a phone line",
        content.HelpFeed,
        content.HelpImportLine,
        content.HELP_EXAMPLE,
    ),
    _kind(
        ContentKind.LEGAL,
        "LegalSection",
        "a section of the legal notice",
        content.LegalFeed,
        content.LegalImportLine,
        content.LEGAL_EXAMPLE,
    ),
    _kind(
        ContentKind.LINKS,
        "Link",
        "a link",
        content.LinkFeed,
        content.LinkImportLine,
        content.LINK_EXAMPLE,
    ),
    _kind(
        ContentKind.KNOWLEDGE,
        "KnowledgeEntry",
        "an entry of the assistant's knowledge",
        content.KnowledgeFeed,
        content.KnowledgeImportLine,
        content.KNOWLEDGE_EXAMPLE,
    ),
)
