"""A visitor who calls every GET of the contract, with the ids that the answers before told."""

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

PARAMETER = re.compile(r"\{(\w+)\}")
TRIED_IDS = 3


@dataclass(frozen=True, slots=True)
class Visit:
    """One call: the operation as the document tells it, and the answer."""

    name: str
    described: dict[str, Any]
    response: httpx.Response

    @property
    def content(self) -> dict[str, Any]:
        """The media types that the document declares of a success."""
        found: dict[str, Any] = self.described["responses"]["200"].get("content", {})
        return found


class Visitor:
    """Asks lists first, and goes on from there; `known` are ids that no list tells.

    A new operation is visited without a new line, as long as some answer tells the ids it takes.
    """

    def __init__(
        self,
        app: FastAPI,
        client: httpx.AsyncClient,
        headers: dict[str, dict[str, str]],
        known: dict[str, str],
    ) -> None:
        self._client = client
        self._headers = headers
        self._document = app.openapi()
        self._ids: defaultdict[str, list[str]] = defaultdict(list)
        for name, value in known.items():
            self._ids[name].append(value)

    async def visit_all(self) -> list[Visit]:
        """Every GET, with each of the first ids of every kind it takes."""
        left = [
            (path, methods["get"])
            for path, methods in self._document["paths"].items()
            if "get" in methods
        ]
        visits: list[Visit] = []
        while ready := [one for one in left if self._ids_are_known(one[0])]:
            left = [one for one in left if one not in ready]
            for path, described in ready:
                visits += [visit async for visit in self._visit(path, described)]
        assert left == [], f"no answer tells an id for {[path for path, _ in left]}"
        return visits

    def _ids_are_known(self, path: str) -> bool:
        return all(self._ids[name] for name in PARAMETER.findall(path))

    async def _visit(self, path: str, described: dict[str, Any]) -> AsyncIterator[Visit]:
        needed = _needed(described)
        for address in self._addresses(path):
            response = await self._call(address, described, needed)
            yield self._learn(path, described, response)
        for parameter in described.get("parameters", ()):
            name = parameter["name"]
            if parameter["in"] == "query" and name.endswith("_id"):
                for value in self._ids[name][:TRIED_IDS]:
                    response = await self._call(address, described, {name: value})
                    yield self._learn(path, described, response)

    def _addresses(self, path: str) -> list[str]:
        addresses = [path]
        for name in PARAMETER.findall(path):
            tried = self._ids[name][:TRIED_IDS]
            addresses = [one.replace(f"{{{name}}}", value) for one in addresses for value in tried]
        return addresses

    async def _call(
        self, address: str, described: dict[str, Any], query: dict[str, str]
    ) -> httpx.Response:
        headers = dict(self._headers["everybody"])
        for scheme in (name for one in described["security"] for name in one):
            headers |= self._headers[scheme]
        return await self._client.get(address, params=query, headers=headers)

    def _learn(self, path: str, described: dict[str, Any], response: httpx.Response) -> Visit:
        if response.headers.get("content-type") == "application/json":
            noun = path.rstrip("/").rpartition("/")[2]
            for name, value in _ids_in(response.json(), noun):
                if value not in self._ids[name]:
                    self._ids[name].append(value)
        return Visit(f"GET {path}", described, response)


def _needed(described: dict[str, Any]) -> dict[str, str]:
    """The examples of the query's parameters, of an operation that cannot do without one."""
    parameters = [one for one in described.get("parameters", ()) if one["in"] == "query"]
    if not any(one.get("required") for one in parameters):
        return {}
    schemas = {one["name"]: one["schema"] for one in parameters}
    return {name: found["examples"][0] for name, found in schemas.items() if "examples" in found}


def _ids_in(node: Any, noun: str) -> Iterator[tuple[str, str]]:
    """Each id in an answer, by the name a parameter would have: an `id` is one of what it is in."""
    if isinstance(node, list):
        for item in node:
            yield from _ids_in(item, noun)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name == "id":
                yield f"{_singular(noun)}_id", value
            elif name == "slug":
                yield f"{_singular(noun)}_slug", value
            elif name.endswith("_id") and isinstance(value, str):
                yield name, value
            else:
                yield from _ids_in(value, noun if name == "items" else name)


def _singular(noun: str) -> str:
    word = noun.replace("-", "_")
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
