"""Who sees whom and when: the care people of each age plausibly seek over three years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scripts.demo import acts
from scripts.demo.acts import Act
from scripts.demo.parameters import ADULT, age_on
from scripts.demo.people import ANCHOR, Family, Person

SATURDAY, SUNDAY = 5, 6
OPEN_ON_SATURDAY = frozenset({"pharmacy", "optician", "transport", "clinic", "laboratory", "nurse"})
GLASSES_RENEWAL = timedelta(days=760)


@dataclass(frozen=True)
class Visit:
    """So many units of an act on one day. `choice` picks the provider in town."""

    day: date
    act: Act
    quantity: int = 1
    choice: int = 0
    in_pathway: bool = True


@dataclass(frozen=True)
class Stretch:
    """The days during which somebody was covered without doubt, on whatever day one loads."""

    first: date
    last: date

    @property
    def years(self) -> float:
        return max((self.last - self.first).days, 0) / 365

    def some_day(self, draw: Random) -> date:
        return self.first + timedelta(days=draw.randint(0, (self.last - self.first).days))


def visits_of(family: Family, person: Person, stretch: Stretch) -> list[Visit]:
    """A person's care during the stretch, oldest first."""
    draw = Random(f"care-{person.ref}-{stretch.first}")
    born = person.birth + timedelta(days=20)
    stretch = Stretch(max(stretch.first, born), stretch.last)
    wanted = [
        *_everyday(draw, family, person, stretch),
        *_teeth_and_eyes(draw, person, stretch, family.activity),
        *_heavier(draw, person, stretch, family.activity),
        *_told(family, person),
    ]
    moved = map(_on_a_working_day, wanted)
    return sorted(
        (visit for visit in moved if stretch.first <= visit.day <= stretch.last),
        key=lambda visit: (visit.day, visit.act.code, visit.act.label),
    )


def _times(draw: Random, expected: float) -> range:
    whole = int(expected)
    return range(whole + (draw.random() < expected - whole))


def _on_a_working_day(visit: Visit) -> Visit:
    closed = SUNDAY if visit.act.by in OPEN_ON_SATURDAY else SATURDAY
    late = max(visit.day.weekday() - closed + 1, 0)
    day = visit.day - timedelta(days=late)
    return Visit(day, visit.act, visit.quantity, visit.choice, visit.in_pathway)


def _everyday(draw: Random, family: Family, person: Person, stretch: Stretch) -> Iterator[Visit]:
    load = family.activity * stretch.years
    for _ in _times(draw, 4.5 * load):
        day = stretch.some_day(draw)
        child = age_on(person.birth, day) < ADULT
        own_doctor = child or draw.random() > 0.08
        yield Visit(day, acts.GP, choice=0 if own_doctor else 1, in_pathway=own_doctor)
        for _ in _times(draw, 1.3):
            yield Visit(day, draw.choice(acts.MEDICINES), draw.choice((1, 1, 2)))
        if draw.random() < 0.16:
            later = day + timedelta(days=draw.randint(1, 6))
            yield Visit(later, draw.choice(acts.TESTS))
        if draw.random() < 0.10:
            yield Visit(day + timedelta(days=draw.randint(3, 15)), draw.choice(acts.IMAGES))
    for act, rate in _specialists(person).items():
        for _ in _times(draw, rate * load):
            yield Visit(stretch.some_day(draw), act)
    if age_on(person.birth, ANCHOR) >= 50:
        for month in range(0, int(stretch.years * 12), 3):
            day = stretch.first + timedelta(days=month * 30 + 7)
            yield Visit(day, acts.LONG_TERM, 3)


def _specialists(person: Person) -> dict[Act, float]:
    age = age_on(person.birth, ANCHOR)
    if age < 7:
        return {acts.PAEDIATRICIAN: 1.5}
    if age < ADULT:
        return {acts.SPECIALISTS[0]: 0.3, acts.SPEECH_THERAPY: 1.0}
    rates = dict.fromkeys(acts.SPECIALISTS, 0.35)
    rates |= {acts.OSTEOPATHY: 0.8, acts.PSYCHOLOGY: 0.3, acts.VACCINE: 0.3}
    if person.sex == 2:
        rates[acts.GYNAECOLOGIST] = 0.8
    if age >= 45:
        rates[acts.CARDIOLOGIST] = 0.5
    return rates


def _teeth_and_eyes(
    draw: Random, person: Person, stretch: Stretch, activity: float
) -> Iterator[Visit]:
    age = age_on(person.birth, ANCHOR)
    if age < 4:
        return
    for _ in _times(draw, activity * stretch.years):
        day = stretch.some_day(draw)
        yield Visit(day, acts.DENTAL_VISIT)
        yield Visit(day + timedelta(days=14), draw.choice((acts.SCALING, acts.FILLING)))
        if age > 35 and draw.random() < 0.2:
            crown = draw.choice((acts.CROWN_BASKET, acts.CROWN_FREE))
            yield Visit(day + timedelta(days=40), crown)
    if draw.random() < 0.45 and stretch.years > 0:
        day = stretch.some_day(draw)
        choices = (acts.GLASSES_BASKET, acts.GLASSES_SIMPLE)
        glasses = acts.GLASSES_COMPLEX if age > 45 else draw.choice(choices)
        yield Visit(day, glasses)
        yield Visit(day + GLASSES_RENEWAL, glasses)


def _heavier(draw: Random, person: Person, stretch: Stretch, activity: float) -> Iterator[Visit]:
    age, load = age_on(person.birth, ANCHOR), activity * stretch.years
    if age < ADULT or stretch.years == 0:
        return
    for _ in _times(draw, 0.25 * load):
        yield from _physiotherapy(stretch.some_day(draw), draw.randint(4, 8))
    for _ in _times(draw, 0.12 * load):
        yield from _stay(stretch.some_day(draw), draw.randint(1, 4), room=draw.random() < 0.6)
    for _ in _times(draw, 0.15 * load):
        yield Visit(stretch.some_day(draw), draw.choice((acts.INSOLES, acts.KNEE_BRACE)))
    if age > 57 and draw.random() < 0.5:
        aid = draw.choice((acts.HEARING_BASKET, acts.HEARING_FREE))
        yield Visit(stretch.some_day(draw), aid, 2)
    if age > 55 and draw.random() < 0.3:
        yield Visit(stretch.some_day(draw), acts.THERMAL_CURE)
    if person.sex == 2 and 24 < age < 40 and draw.random() < 0.3:
        day = stretch.some_day(draw)
        yield Visit(day, acts.PREGNANCY_SCAN)
        for week in range(4):
            yield Visit(day + timedelta(days=60 + 7 * week), acts.MIDWIFE_CLASS)


def _physiotherapy(first: date, sessions: int) -> Iterator[Visit]:
    for number in range(sessions):
        yield Visit(first + timedelta(days=number * 7), acts.PHYSIOTHERAPY)


def _stay(first: date, nights: int, *, room: bool) -> Iterator[Visit]:
    yield Visit(first, acts.TAXI)
    yield Visit(first, acts.STAY, nights)
    yield Visit(first, acts.SURGEON_FEES)
    yield Visit(first, acts.DAY_CHARGE, nights + 1)
    if room:
        yield Visit(first, acts.PRIVATE_ROOM, nights)
    for day in range(2):
        yield Visit(first + timedelta(days=nights + 1 + day), acts.NURSING)


def _told(family: Family, person: Person) -> Iterator[Visit]:
    """What the named people's screens must show, whenever the demo is loaded."""
    stories: dict[tuple[int, int], tuple[tuple[int, Act, int], ...]] = {
        (1, 1): ((310, acts.GP, 1), (120, acts.SCALING, 1), (26, acts.GP, 1)),
        (1, 2): ((75, acts.TESTS[1], 1),),
        (1, 3): ((140, acts.GLASSES_SIMPLE, 1), (33, acts.GP, 1)),
        (2, 1): (
            (330, acts.CROWN_FREE, 1),
            (300, acts.OSTEOPATHY, 1),
            (285, acts.OSTEOPATHY, 1),
            (270, acts.OSTEOPATHY, 1),
            (255, acts.OSTEOPATHY, 1),
            (240, acts.OSTEOPATHY, 1),
            (225, acts.OSTEOPATHY, 1),
            (160, acts.IMAGES[3], 1),
            (110, acts.KNEE_BRACE, 1),
            (60, acts.GLASSES_COMPLEX, 1),
            (45, acts.VACCINE, 1),
            (31, acts.TESTS[0], 1),
            (13, acts.GP, 1),
            (13, acts.MEDICINES[0], 2),
            (8, acts.CARDIOLOGIST, 1),
        ),
        (2, 2): (
            (200, acts.PSYCHOLOGY, 1),
            (90, acts.GYNAECOLOGIST, 1),
            (52, acts.CROWN_BASKET, 1),
            (20, acts.HEARING_BASKET, 1),
        ),
        (2, 3): ((180, acts.GLASSES_BASKET, 1), (40, acts.GP, 1)),
    }
    for days, act, quantity in stories.get((family.number, person.rank), ()):
        yield Visit(ANCHOR - timedelta(days=days), act, quantity)
    if (family.number, person.rank) == (2, 1):
        yield from _stay(ANCHOR - timedelta(days=132), 3, room=True)
        yield from _physiotherapy(ANCHOR - timedelta(days=104), 12)
