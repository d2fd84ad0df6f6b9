"""Names of communes that are written nearly so: kept in memory, asked when no name is exact."""

from datetime import datetime, timedelta

from app.gateways.clock import Clock
from app.repositories.communes import CommuneReader

KEPT_FOR = timedelta(minutes=10)
"""How long a new table of communes may go unnoticed by those who mistype."""
ONE_MISTAKE, TWO_MISTAKES = 4, 8
"""Letters from which a name may have one mistake, or two."""


class CommuneNames:
    """The names of all communes, the most populated first; a few megabytes once they are asked."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._keys: list[str] = []
        self._codes: list[str] = []
        self._until: datetime | None = None

    async def near(self, communes: CommuneReader, key: str, limit: int) -> list[str]:
        """INSEE codes of communes with the words further on in their name, then of those whose
        name begins nearly so: the fewest mistakes first, then the most populated.
        """
        await self._refresh(communes)
        inside = f" {key}"
        within = [place for place, name in enumerate(self._keys) if inside in name][:limit]
        found = dict.fromkeys(within) | dict.fromkeys(self._mistyped(key, limit))
        return [self._codes[place] for place in found][:limit]

    def _mistyped(self, key: str, limit: int) -> list[int]:
        from rapidfuzz import process  # noqa: PLC0415 - for those who mistype
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        mistakes = (len(key) >= ONE_MISTAKE) + (len(key) >= TWO_MISTAKES)
        beginnings = [name[: len(key)] for name in self._keys]
        found = process.extract(
            key, beginnings, scorer=OSA.distance, score_cutoff=mistakes, limit=limit
        )
        return [place for _, _, place in found]

    async def _refresh(self, communes: CommuneReader) -> None:
        now = self._clock.now()
        if self._until is not None and self._until - KEPT_FOR <= now < self._until:
            return
        rows = await communes.list_keys()
        self._keys = [row.place_key for row in rows]
        self._codes = [row.insee_code for row in rows]
        self._until = now + KEPT_FOR
