"""Names of places as people and administrations write them, made comparable."""

import re
import unicodedata

CEDEX = re.compile(r"\bcedex\b.*")
NOT_LETTERS = re.compile(r"[^a-z0-9]+")
DISTRICT = re.compile(
    r"(paris|lyon|marseille) 0*([1-9][0-9]?) ?(?:er|e|eme|ere)?(?: arr(?:ondissement|dt|t)?)?"
)
SPELT_OUT = str.maketrans({"’": " ", "œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae"})
ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur"}
POSTAL_CODE = re.compile(r"\b[0-9]{5}\b")
OVERSEAS = ("97", "98")


def plain(text: str) -> str:
    """Small letters without accents and digits, one space between words."""
    bare = unicodedata.normalize("NFKD", text.translate(SPELT_OUT)).encode("ascii", "ignore")
    return NOT_LETTERS.sub(" ", bare.decode().lower()).strip()


def place_key(name: str) -> str:
    """What every spelling of a place's name has in common: "ST ETIENNE CEDEX 2" and
    "Saint-Étienne" are `saint etienne`, "Paris 11e arrondissement" and "PARIS 11" `paris 11`.
    """
    words = CEDEX.sub("", plain(name)).split()
    key = " ".join([ABBREVIATIONS.get(word, word) for word in words])
    district = DISTRICT.fullmatch(key)
    return f"{district[1]} {district[2]}" if district else key


def split_place(text: str) -> tuple[str | None, str]:
    """The postal code that a text contains, if any, and the rest: "75011 Paris" has both."""
    found = POSTAL_CODE.search(text)
    if found is None:
        return None, text
    return found[0], text[: found.start()] + text[found.end() :]


def department_of(code: str) -> str:
    """The department of an INSEE code, or of a postal code but for Corsica: `75`, `2A`, `974`."""
    return code[:3] if code.startswith(OVERSEAS) else code[:2]
