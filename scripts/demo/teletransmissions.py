"""Where the statutory funds' links stand: on for most, and one of each trouble for QA to find."""

from collections.abc import Iterable
from typing import Any

from scripts.demo.people import Family

TROUBLES = (
    {"state": "rejected", "cause": "overlap"},
    {"state": "suspended", "cause": "no_rights"},
    {"state": "rejected", "cause": "nir_unknown"},
    {"state": "rejected", "cause": "wrong_organism"},
    {"state": "inactive"},
)
EVERY = 9
"""One link in so many has a trouble, each in its turn."""


def teletransmissions(families: list[Family]) -> Iterable[dict[str, Any]]:
    """A status of each person; those without one never asked."""
    people = [person for family in families for person in family.people]
    for number, person in enumerate(people):
        if number % EVERY == EVERY - 1:
            yield {"ref": person.ref, **TROUBLES[number // EVERY % len(TROUBLES)]}
        else:
            yield {"ref": person.ref, "state": "active"}
