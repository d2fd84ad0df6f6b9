"""Specialities that members choose from, and what the national directories call them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from app.values.labels import Labels
from app.values.place_names import plain


@dataclass(frozen=True, slots=True)
class Specialty:
    """One line of the list."""

    code: str
    labels: Labels


class Specialties:
    """The list, and its beginnings of names in each directory."""

    def __init__(self, entries: list[dict[str, Any]]) -> None:
        self.by_code = {
            one["code"]: Specialty(one["code"], Labels(one["fr"], one["en"])) for one in entries
        }
        self._rpps = _beginnings(entries, "rpps")
        self._finess = _beginnings(entries, "finess")
        self._known: dict[tuple[str, str], str | None] = {}

    def __iter__(self) -> Iterator[Specialty]:
        """The list, in its order."""
        return iter(self.by_code.values())

    def of_activity(self, profession: str, knowhow: str) -> str | None:
        """The speciality of a profession's code and savoir-faire; None when it is not listed."""
        key = profession, knowhow
        if key not in self._known:
            self._known[key] = _longest(self._rpps, f"{profession} {plain(knowhow)}")
        return self._known[key]

    def of_category(self, label: str) -> str | None:
        """The speciality of an establishment's category; None when it is not listed."""
        key = "", label
        if key not in self._known:
            self._known[key] = _longest(self._finess, plain(label))
        return self._known[key]


def _beginnings(entries: list[dict[str, Any]], directory: str) -> list[tuple[str, str]]:
    found = [(name, one["code"]) for one in entries for name in one.get(directory, ())]
    return sorted(found, key=lambda pair: -len(pair[0]))


def _longest(beginnings: list[tuple[str, str]], name: str) -> str | None:
    padded = f"{name} "
    return next((code for start, code in beginnings if padded.startswith(f"{start} ")), None)


@cache
def load_specialties(path: Path | None) -> Specialties:
    """The list of this file, or the product's own.

    Raises:
        ValueError: the file is not of that form.
    """
    source = path or files("app.services.providers") / "specialties.toml"
    try:
        return Specialties(tomllib.loads(source.read_text(encoding="utf-8"))["specialty"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"the list of specialities lacks {error}") from error
