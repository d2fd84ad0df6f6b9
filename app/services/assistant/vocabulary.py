"""Words of everyday French and English about health cover, read from `vocabulary.json`.

All without accents. `silent` words say nothing; `phrases` are read as one word, before words are;
`synonyms` are the words of a group, which is named by a word of its own making; `weak` groups are
of everyday life as well, and do not make a question one of ours by themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import orjson


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language."""

    silent: frozenset[str]
    phrases: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    weak: frozenset[str]

    @property
    def subjects(self) -> frozenset[str]:
        """What makes a question one about health cover, whatever else it says."""
        named = {word for phrase in self.phrases.values() for word in phrase.split()}
        return frozenset(named | self.synonyms.keys()) - self.weak


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of French or English; read by the first who asks."""
    content = (files("app.services.assistant") / "vocabulary.json").read_bytes()
    words = orjson.loads(content)[language]
    return Vocabulary(
        frozenset(words["silent"].split()),
        words["phrases"],
        {chief: tuple(group.split()) for chief, group in words["synonyms"].items()},
        frozenset(words["weak"].split()),
    )
