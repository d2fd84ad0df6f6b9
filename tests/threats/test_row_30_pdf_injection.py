"""Row 30, PDF injection: whatever a name looks like, it is printed as it is written."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from app.container import Container
from tests.factories.accounts import make_active_account, sign_in
from tests.factories.feeds import apply_feed, beneficiary_body

CANARY = "canary of a local file"
HOSTILE = [
    "<b>gras</b>",
    "<i>italique",
    "</para>",
    "<para>x</para>",
    "<br/>",
    "<font size=40>X</font>",
    "<font color='white'>X</font>",
    "<a href='https://example.org'>X</a>",
    "<a href='javascript:alert(1)'>X",
    "<link href='file:///etc/passwd'>",
    "<img src='FILE'/>",
    '<img src="FILE" width=9/>',
    "<img src='file://FILE'/>",
    "<img src='https://example.org/x.png'/>",
    "<onDraw name='x' label='y'/>",
    "<seq id='x'/>",
    "<super>2</super>",
    "<greek>a</greek>",
    "<u>souligné</u>",
    "<strike>barré</strike>",
    "<!-- commentaire -->",
    "<![CDATA[x]]>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'FILE'>]>",
    "<?xml version='1.0'?>",
    "&lt;b&gt;",
    "&amp;amp;",
    "&eacute;",
    "&#233;",
    "&y;",
    "& Fils",
    "<",
    ">",
    "<<>>",
    "a<b>c",
    "1 < 2 > 1",
    "(parenthèse",
    "parenthèse)",
    "\\(",
    "\\",
    "\\n\\r\\t",
    "\\101\\102",
    ") Tj ET BT (",
    "endstream endobj",
    "/JavaScript /JS (x)",
    "%PDF-1.7 %%EOF",
    "${7*7}",
    "{{7*7}}",
    "{0.__class__}",
    "%s%n%x",
    "' OR 1=1 --",
]
ACTIVE = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/URI", "/OpenAction", "/AA")


def squeezed(text: str) -> str:
    """Lines may break anywhere in a long name."""
    return re.sub(r"\s+", "", text)


def keys_of(node: Any) -> set[str]:
    """Every key of an object and of what it holds; references are objects of their own."""
    if isinstance(node, dict):
        return set(node).union(*map(keys_of, node.values()))
    return set().union(*map(keys_of, node)) if isinstance(node, list) else set()


@pytest.fixture
async def names(container: Container, tmp_path: Path) -> list[str]:
    """A family whose children bear the names, sent by the feed."""
    file = tmp_path / "f.txt"
    file.write_text(CANARY)
    names = [name.replace("FILE", str(file))[:120] for name in HOSTILE]
    await make_active_account(container)
    for rank, name in enumerate(names, start=2):
        body = beneficiary_body(rank=rank, last_name=name, first_name=f"n{rank:02d}", nir=None)
        await apply_feed(container, "beneficiaries", f"M-1-{rank}", body)
    return names


class TestHostileNames:
    async def test_fifty_names_are_literal_text_on_the_card(
        self, client: httpx.AsyncClient, container: Container, names: list[str]
    ) -> None:
        assert len(names) == 50
        headers = await sign_in(container, await make_active_account(container))
        response = await client.get("/v1/card/document", headers=headers)
        assert response.status_code == 200
        reader = PdfReader(BytesIO(response.content))
        text = squeezed("".join(page.extract_text() for page in reader.pages))
        assert [name for name in names if squeezed(name) not in text] == []
        assert squeezed(CANARY) not in text

    @pytest.mark.usefixtures("names")
    async def test_nothing_in_the_document_acts(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        content = (await client.get("/v1/card/document", headers=headers)).content
        reader = PdfReader(BytesIO(content))
        objects = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
        keys = set().union(*map(keys_of, objects))
        assert {"/Font", "/FontFile2"} <= keys
        assert keys.isdisjoint(ACTIVE)
        assert [len(page.get("/Annots", [])) for page in reader.pages] == [0] * len(reader.pages)
