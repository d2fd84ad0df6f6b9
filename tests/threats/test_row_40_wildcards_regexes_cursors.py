"""Row 40: wildcards are letters, expressions run in linear time, cursors are ours or refused.

The contract is walked for parameters, the package for expressions: later ones are covered as they
are declared.
"""

import ast
import pkgutil
import re
import time
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import permutations
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

import app as product
from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import make_active_account, sign_in
from tests.factories.apps import declared_app
from tests.factories.change_requests import ask_change
from tests.factories.families import (
    CONSULTATION,
    PHARMACY,
    another_family,
    reimburse,
)
from tests.factories.feeds import make_portfolio
from tests.factories.messages import open_thread
from tests.factories.operations import Operation, operations_of
from tests.factories.partners import bearing, make_token

Headers = dict[str, str]
WILDCARDS = ["%", "_", "%%", "__", "a%", "%a%", "_a", "%_%", "\\%", "*", "?"]
NOTHING = "\u00a4"
"""A sign that no text of the tests has: searching it finds nothing."""


@pytest.fixture
async def own(container: Container, clock: AdjustableClock) -> dict[str, Headers]:
    """A member of a family with reimbursements, and a partner."""
    clock.set_to("2026-03-14 12:00")
    account = await make_active_account(container)
    await reimburse(container, [CONSULTATION, PHARMACY, CONSULTATION])
    await reimburse(container, [CONSULTATION], "S-3")
    for _ in range(2):
        await ask_change(container)
        await open_thread(container)
    portfolio = await container.portfolios.at_host("espace.test")
    await sign_in(container, account)
    return {
        "member": await sign_in(container, account),
        "partner": bearing(await make_token(container, portfolio)),
    }


async def ask(
    client: httpx.AsyncClient, operation: Operation, headers: Headers, **query: Any
) -> httpx.Response:
    path = operation.path.replace("{", "").replace("}", "")
    return await client.request(operation.method, path, headers=headers, params=query)


def of_reader(operation: Operation, own: dict[str, Headers]) -> Headers:
    return {name: value for scheme in operation.security for name, value in own[scheme].items()}


class TestWildcards:
    async def test_they_find_no_more_than_a_text_that_is_nowhere(
        self, app: FastAPI, client: httpx.AsyncClient, own: dict[str, Headers]
    ) -> None:
        tried = 0
        for operation in operations_of(app):
            headers = of_reader(operation, own)
            for name in operation.query if operation.method == "GET" else ():
                for text in WILDCARDS:
                    plain = re.sub(r"[%_*?\\]", NOTHING, text)
                    wild = await ask(client, operation, headers, **{name: text})
                    nothing = await ask(client, operation, headers, **{name: plain})
                    assert told(wild) == told(nothing), f"{operation.name}?{name}={text}"
                    tried += 1
        assert tried > 50


def told(response: httpx.Response) -> Any:
    body = response.json()
    return response.status_code, body["code"] if response.is_error else body


Expression = re.Pattern[str] | re.Pattern[bytes]
SIZES = (18, 22, 26, 30, 34, 38, 2_000, 20_000)
"""By steps at first: an exponential one must be caught while it still ends."""
SECONDS = 0.08
"""Of this thread alone. A linear one takes a twentieth of it, a quadratic one twice as long."""
LETTERS = "aA0 .-_@:/+=,\"'\t\n\u00e9\u00a0\u05d0!"


@cache
def expressions() -> dict[str, Expression]:
    """Every compiled expression of the package, and every pattern that clients are told."""
    found: dict[str, Expression] = {}
    for module in pkgutil.walk_packages(product.__path__, f"{product.__name__}."):
        if not module.name.endswith("__main__"):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, re.Pattern):
                    found[f"{module.name}.{name}"] = value
    for place, pattern in patterns_of(declared_app().openapi()):
        found[place] = re.compile(pattern)
    return found


def patterns_of(node: Any, place: str = "openapi") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict | list):
        for name, item in node.items() if isinstance(node, dict) else enumerate(node):
            if name == "pattern" and isinstance(item, str):
                yield place, item
            yield from patterns_of(item, f"{place}.{name}")


def adversaries(expression: Expression, size: int) -> Iterator[str]:
    """Texts that nearly match for long: runs of what the expression names, then something else."""
    source = expression.pattern
    written = source if isinstance(source, str) else source.decode("latin-1")
    named = [char for char in dict.fromkeys(written) if char.isalnum() or char in LETTERS]
    start = re.split(r"[\\\[({.*+?|^$]", written)[0]
    for letters in [*LETTERS, *named, *map("".join, permutations((*LETTERS[:6], *named[:3]), 2))]:
        run = letters * (size // len(letters))
        yield from (f"{start}{run}\x00", f"{run}{start}\x00", f"\x00{run}")


def slowest(expression: Expression) -> float:
    """Seconds of this thread for the worst text tried; stops at the first that is too slow."""
    worst = 0.0
    for size in SIZES:
        for text in adversaries(expression, size):
            subject: Any = text
            if isinstance(expression.pattern, bytes):
                subject = text.encode()
            started = time.thread_time()
            expression.fullmatch(subject)
            expression.search(subject)
            worst = max(worst, time.thread_time() - started)
            if worst > SECONDS:
                return worst
    return worst


class TestExpressions:
    @pytest.mark.parametrize("place", expressions())
    def test_each_runs_in_linear_time(self, place: str) -> None:
        assert slowest(expressions()[place]) <= SECONDS

    @pytest.mark.parametrize("bad", [r"(a+)+$", r"^(\w+\s?)*$", r"\s+$", r"(a|aa)+b", r"[^,]*,\d"])
    def test_a_bad_one_would_be_found(self, bad: str) -> None:
        assert slowest(re.compile(bad)) > SECONDS

    def test_each_is_where_the_walk_finds_it(self) -> None:
        root = Path(product.__file__).parent
        elsewhere = [
            f"{path.relative_to(root)}:{node.lineno}"
            for path in root.rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "re"
            and node.attr not in {"compile", "Pattern", "Match"}
        ]
        assert elsewhere == [], "compile it at the top of its module"
        assert len(expressions()) > 25


NAMED_FIRST = ("/v1/providers", "/deliveries")
"""Ends of the addresses whose lists belong to a place or a webhook: their own tests send cursors of
others."""


def paged(app: FastAPI) -> list[Operation]:
    """The lists that pages can be asked of without naming a place or a webhook first."""
    return [
        one
        for one in operations_of(app)
        if "cursor" in one.query and not one.path.endswith(NAMED_FIRST)
    ]


def altered(cursor: str) -> Iterator[str]:
    """A cursor with one place changed, cut short, or with more than there was."""
    for place in range(0, len(cursor), 3):
        other = "A" if cursor[place] != "A" else "B"
        yield cursor[:place] + other + cursor[place + 1 :]
    yield from (cursor[:length] for length in (0, 1, 4, 16, len(cursor) // 2, len(cursor) - 1))
    yield from (cursor[1:], cursor[::-1], cursor.upper(), cursor.lower(), cursor * 2)
    yield from (f"{cursor}{more}" for more in ("A", "AAAA", "=", "==", "!", "\n", "\u00e9"))
    yield from (f"{cursor[:20]}{inside}{cursor[20:]}" for inside in ("!", " ", "\u00e9"))
    yield from ("%", "_", "null", "0", "W10", "bnVsbA", "../../etc/passwd")


class TestCursors:
    async def test_only_the_very_cursor_of_the_same_list_and_reader_goes_on(
        self,
        app: FastAPI,
        client: httpx.AsyncClient,
        container: Container,
        own: dict[str, Headers],
    ) -> None:
        family = await another_family(container)
        await reimburse(container, [CONSULTATION, PHARMACY], "S-2", "M-2")
        elsewhere = await make_portfolio(container, "autre", "autre.test")
        others = {
            "member": family,
            "partner": {**bearing(await make_token(container, elsewhere)), "Host": "autre.test"},
        }
        lists = paged(app)
        assert lists
        cursors = {}
        for operation in lists:
            page = await ask(client, operation, of_reader(operation, own), limit=1)
            cursors[operation.name] = page.json()["next_cursor"]
            assert cursors[operation.name], f"{operation.name}: the reader needs two items"
        for operation in lists:
            reader, cursor = of_reader(operation, own), cursors[operation.name]
            foreign = [one for name, one in cursors.items() if name != operation.name]
            foreign.append(container.cursors.write("another list", ["2026-01-01", "1"]))
            for bad in (*altered(cursor), *foreign):
                refused = await ask(client, operation, reader, limit=1, cursor=bad)
                assert told(refused) == (400, "invalid_cursor"), f"{operation.name}: {bad!r}"
            theirs = await ask(client, operation, of_reader(operation, others), cursor=cursor)
            assert told(theirs) == (400, "invalid_cursor"), operation.name
            assert (await ask(client, operation, reader, cursor=cursor)).status_code == 200
