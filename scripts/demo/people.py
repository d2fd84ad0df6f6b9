"""The families: the three named people, and some sixty others drawn from a fixed seed."""

import base64
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scripts.demo import names
from scripts.demo.guarantees import LEVELS as NAMES_OF_LEVELS
from scripts.demo.identifiers import landline, mobile, nir
from scripts.demo.providers import TOWNS

SEED = 44_209_780
ANCHOR = date(2026, 11, 22)
"""A Sunday: tokens of care dates count from the last Sunday before loading."""
WITH_A_NIR_OF_THEIR_OWN = "2010-11-22"
FUNDS = ("01", "02")
SHAPES = ("single",) * 5 + ("couple",) * 3 + ("family",) * 5 + ("single_parent",) * 2
FAMILIES = 60


@dataclass(frozen=True)
class Cover:
    """One period, in months counted from the month of loading; days are within the month."""

    contract: int
    level: str
    since: int
    until: int | None = None
    terminated: bool = False
    """Ended by a termination announced on the 25th of the month `until`, for `reason`."""
    reason: str | None = None


@dataclass(frozen=True)
class Person:
    """A covered person; `sex` as in the NIR, `rank` 1 for the member."""

    ref: str
    relationship: str
    rank: int
    last_name: str
    first_name: str
    sex: int
    birth: date
    nir: str | None
    email: str | None = None
    phone: str | None = None
    covers: tuple[Cover, ...] = ()


@dataclass(frozen=True)
class Family:
    """A member and dependents, where they live, and how much care they seek."""

    number: int
    town: int
    people: tuple[Person, ...]
    address: dict[str, str]
    activity: float
    with_payload: bool

    @property
    def ref(self) -> str:
        return f"HCR-A{self.number:05}"

    @property
    def member_number(self) -> str:
        return f"9{self.number:08}"

    def amo_organism(self, person: Person) -> str:
        """Régime, then a fund and centre of the department."""
        regime = FUNDS[self.number % 11 == 0]
        return f"{regime}{self.address['postal_code'][:2]}1{person.rank % 2 + 1000:04}"

    def card_payload(self, person: Person) -> str | None:
        """Stands for what the administrator supplies for the DataMatrix: opaque bytes."""
        if not self.with_payload:
            return None
        text = f"DEMO;HCR;{self.member_number};{person.rank:02};{person.birth:%Y%m%d}"
        return base64.b64encode(text.encode()).decode()


Draft = tuple[str, str, str, int, str, str | None, int | None]
"""Relationship, last and first name, sex, birth date, e-mail, phone (negative: a landline)."""
LEVELS = tuple(NAMES_OF_LEVELS)


def named_families() -> list[Family]:
    """Camille, invited; Alex, with a long history and a change of level; Sam, who left."""
    standard = (Cover(0, "HCR-CONFORT", -33),)
    upgraded = (
        Cover(1, "HCR-ESSENTIEL", -38, -20),
        Cover(1, "HCR-EXCELLENCE", -19),
    )
    ended = (
        Cover(2, "HCR-ESSENTIEL", -35, -4, terminated=True, reason="Rupture du contrat de travail"),
    )
    return [
        _family(
            1,
            0,
            [
                ("self", "Martin", "Camille", 2, "1988-05-17", "camille.martin@example.org", 1),
                ("civil_partner", "Le Goff", "Yann", 1, "1986-11-03", None, 2),
                ("child", "Martin-Le Goff", "Zoé", 2, "2014-02-26", None, None),
                ("child", "Martin-Le Goff", "Éloi", 1, "2018-09-08", None, None),
            ],
            standard,
            activity=0.8,
        ),
        _family(
            2,
            1,
            [
                ("self", "Bernard", "Alex", 1, "1979-08-30", "alex.bernard@example.org", 3),
                ("spouse", "Bernard-Kerouédan", "Noémie", 2, "1981-01-12", None, 4),
                ("child", "Bernard", "Anaïs", 2, "2011-06-21", None, None),
            ],
            upgraded,
            activity=1.7,
        ),
        _family(
            3,
            2,
            [("self", "Petit", "Sam", 1, "1992-03-09", "sam.petit@example.org", 5)],
            ended,
            activity=1.2,
        ),
    ]


def other_families() -> list[Family]:
    """Families of different sizes, ages, levels and histories."""
    return [_drawn_family(number) for number in range(4, 4 + FAMILIES)]


def _family(
    number: int,
    town: int,
    people: list[Draft],
    covers: tuple[Cover, ...],
    *,
    activity: float,
) -> Family:
    draw = Random(f"{SEED}-address-{number}")
    postal_code, city = TOWNS[town]
    line1 = f"{draw.randint(1, 140)} {draw.choice(names.STREETS)}"
    address = {"line1": line1, "postal_code": postal_code, "city": city}
    building = draw.choice(names.BUILDINGS)
    if building:
        address["line2"] = building
    family_ref = f"HCR-A{number:05}"
    return Family(
        number,
        town,
        tuple(
            Person(
                ref=family_ref if rank == 1 else f"{family_ref}-{rank:02}",
                relationship=relationship,
                rank=rank,
                last_name=last,
                first_name=first,
                sex=sex,
                birth=date.fromisoformat(birth),
                # Young children are on their parents' card: many feeds carry no NIR for them.
                nir=None
                if birth > WITH_A_NIR_OF_THEIR_OWN and (number + rank) % 3 == 2
                else nir(sex, date.fromisoformat(birth), number * 10 + rank),
                email=email,
                phone=_phone(phone),
                covers=covers,
            )
            for rank, (relationship, last, first, sex, birth, email, phone) in enumerate(people, 1)
        ),
        address,
        activity,
        with_payload=number <= 2 or number % 3 == 0,
    )


def _phone(number: int | None) -> str | None:
    if number is None:
        return None
    return landline(-number) if number < 0 else mobile(number)


def _drawn_family(number: int) -> Family:
    draw = Random(f"{SEED}-family-{number}")
    shape = SHAPES[number % len(SHAPES)]
    last = names.LAST[(number - 4) % len(names.LAST)]
    sex = draw.choice((1, 2))
    birth = _birthday(draw, draw.randint(1964, 2004 if shape == "single" else 1996))
    first = _first_name(draw, sex, birth, ())
    # One in nine gave no phone: such members give one while activating.
    phone = None if number % 9 == 0 else number * 10 + 1
    people: list[Draft] = [("self", last, first, sex, str(birth), email_of(first, last), phone)]
    if shape in {"couple", "family"}:
        people.append(_partner(draw, number, last, sex, birth))
    if shape in {"family", "single_parent"}:
        people += _children(draw, people)
    town = draw.randrange(len(TOWNS))
    return _family(
        number, town, people, _covers(draw, number), activity=draw.choice((0.25, 0.4, 0.6))
    )


def _partner(draw: Random, number: int, last: str, sex: int, birth: date) -> Draft:
    kind = draw.choice(("spouse", "spouse", "civil_partner", "cohabitant"))
    partner_sex = sex if draw.random() < 0.08 else 3 - sex
    partner_birth = _birthday(draw, birth.year + draw.randint(-4, 4))
    own = draw.choice([name for name in names.LAST if name != last])
    partner_last = draw.choice((last, f"{last}-{own}")) if kind == "spouse" else own
    first = _first_name(draw, partner_sex, partner_birth, ())
    email = email_of(first, partner_last) if number % 3 == 0 else None
    phone = -number if number % 4 == 0 else number * 10 + 2
    return kind, partner_last, first, partner_sex, str(partner_birth), email, phone


def _children(draw: Random, parents: list[Draft]) -> list[Draft]:
    last = parents[0][1]
    youngest_parent = max(int(parent[4][:4]) for parent in parents)
    oldest_year = max(youngest_parent + 22, 2003)
    years = sorted(
        draw.sample(range(oldest_year, 2026), k=min(draw.choice((1, 2, 2, 3)), 2026 - oldest_year))
    )
    children: list[Draft] = []
    taken: tuple[str, ...] = ()
    for year in years:
        sex, birth = draw.choice((1, 2)), _birthday(draw, year)
        first = _first_name(draw, sex, birth, taken)
        taken += (first,)
        children.append(("child", last, first, sex, str(birth), None, None))
    return children


def _covers(draw: Random, number: int) -> tuple[Cover, ...]:
    contract, level = number % 9, LEVELS[number % 3]
    since = -draw.choice((38, 36, 30, 24, 18, 12, 7))
    if number == 20:  # hired, not covered yet
        return (Cover(contract, level, 1),)
    if number % 17 == 5:  # left
        return (Cover(contract, level, -30, -6, terminated=True, reason="Démission"),)
    if number % 13 == 7:  # changed employers
        change = -10
        return (
            Cover(
                contract, level, -34, change - 1, terminated=True, reason="Changement d’employeur"
            ),
            Cover((contract + 4) % 9, LEVELS[(number + 1) % 3], change),
        )
    if number % 8 == 2:  # moved up a level
        return (Cover(contract, LEVELS[0], -36, -16), Cover(contract, LEVELS[2], -15))
    return (Cover(contract, level, since),)


def _birthday(draw: Random, year: int) -> date:
    return date(year, 1, 1) + timedelta(days=draw.randrange(365))


def _first_name(draw: Random, sex: int, birth: date, taken: tuple[str, ...]) -> str:
    free = [name for name in names.first_names(sex, birth.year) if name not in taken]
    return draw.choice(free)


def email_of(first: str, last: str) -> str:
    """`zoe.delaunay-roux@example.org`: a domain reserved for documentation."""
    return f"{_ascii(first)}.{_ascii(last)}@example.org"


def _ascii(text: str) -> str:
    text = text.lower().replace("œ", "oe").replace("ß", "ss")
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return plain.replace(" ", "-").replace("'", "")
