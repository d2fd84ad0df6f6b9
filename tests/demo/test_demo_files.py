"""The demo's files, on whatever day they are loaded."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import orjson
import phonenumbers
import pytest

from app.services.demo.feeds import demo_feeds, demo_portfolio, resolve_dates
from app.services.feeds.kinds import KINDS
from app.values.benefits import BenefitForm
from app.values.imports import ImportKind
from app.values.nir import parse_nir
from app.values.periods import rolling_year
from scripts.demo.guarantees import LEVELS
from scripts.make_demo import FOLDER, feeds, written

ANCHOR = date(2026, 11, 22)
DAYS = [date(2027, 2, 28), date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1)]
FEW_MEGABYTES = 3_000_000
LONGEST_PAGE = 100


@cache
def loaded_on(today: date) -> dict[str, list[dict[str, Any]]]:
    return {kind: [orjson.loads(line) for line in lines] for kind, lines in demo_feeds(today)}


def people(today: date = ANCHOR) -> list[dict[str, Any]]:
    feeds = loaded_on(today)
    return feeds["members"] + feeds["beneficiaries"]


def lines_of(member_ref: str, today: date = ANCHOR) -> list[dict[str, Any]]:
    return [
        line
        for statement in loaded_on(today)["statements"]
        if statement["member_ref"] == member_ref
        for line in statement["lines"]
    ]


def person_of(line: dict[str, Any], today: date = ANCHOR) -> dict[str, Any]:
    """Who the line is about, named by reference or by NIR."""
    key, value = next(
        (key, line[name])
        for key, name in (("ref", "beneficiary_ref"), ("nir", "nir"))
        if name in line
    )
    return by_name(today)[key, value]


@cache
def by_name(today: date) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (key, person[key]): person
        for person in people(today)
        for key in ("ref", "nir")
        if key in person
    }


def member(email: str, today: date = ANCHOR) -> dict[str, Any]:
    (found,) = [one for one in loaded_on(today)["members"] if one.get("email") == email]
    return found


class TestFiles:
    def test_are_what_the_generator_writes(self) -> None:
        for kind, resources in feeds().items():
            committed = (FOLDER / f"{kind}.ndjson").read_text(encoding="utf-8")
            assert committed == written(resources), f"{kind}: run python -m scripts.make_demo"

    def test_are_small(self) -> None:
        assert (FOLDER / "statements.ndjson").stat().st_size < FEW_MEGABYTES

    @pytest.mark.parametrize("kind", ImportKind)
    def test_every_line_has_the_shape_of_its_feed(self, kind: str) -> None:
        lines = dict(demo_feeds(ANCHOR))[kind]
        assert lines
        for line in lines:
            KINDS[kind].line.model_validate_json(line)

    def test_references_lead_somewhere(self) -> None:
        feeds = loaded_on(ANCHOR)
        refs = {kind: {one["ref"] for one in resources} for kind, resources in feeds.items()}
        assert all(len(refs[kind]) == len(feeds[kind]) for kind in feeds)
        for person in people():
            for cover in person["covers"]:
                assert cover["contract_ref"] in refs["contracts"]
                assert cover["benefit_level_ref"] in refs["benefit-levels"]
        assert {one["member_ref"] for one in feeds["beneficiaries"]} <= refs["members"]
        for statement in feeds["statements"]:
            family = statement["member_ref"]
            for line in statement["lines"]:
                assert person_of(line)["ref"].startswith(family)

    def test_the_portfolio_has_the_card_domains_of_every_level(self) -> None:
        domains = [domain.code for domain in demo_portfolio().configuration.card.domains]
        for level in loaded_on(ANCHOR)["benefit-levels"]:
            assert [cell["domain"] for cell in level["third_party_payment"]] == domains


def catalogue(today: date = ANCHOR) -> dict[str, dict[str, Any]]:
    """The tariffs of a day, by code."""
    tariffs = loaded_on(ANCHOR)["tariffs"]
    begun = [one for one in tariffs if one["starts_on"] <= str(today)]
    return {one["code"]: one for one in sorted(begun, key=lambda one: str(one["starts_on"]))}


class TestRules:
    def test_every_level_has_a_guarantee_of_every_form_and_an_act_for_each(self) -> None:
        acts = {one.get("benefit_code") for one in catalogue().values()}
        for level in loaded_on(ANCHOR)["benefit-levels"]:
            assert {one["form"] for one in level["benefits"]} == set(BenefitForm), level["ref"]
            assert {one["code"] for one in level["benefits"]} == acts - {None}, level["ref"]

    def test_higher_levels_and_options_never_promise_less(self) -> None:
        levels = {level["ref"]: level["benefits"] for level in loaded_on(ANCHOR)["benefit-levels"]}
        raised = [
            (offer["benefit_level_ref"], offer["raised_level_ref"])
            for option in loaded_on(ANCHOR)["options"]
            for offer in option["offers"]
        ]
        assert {ref for pair in raised for ref in pair} == set(levels)
        for low, high in [*pairwise(LEVELS), *raised]:
            for lesser, greater in zip(levels[low], levels[high], strict=True):
                assert lesser["code"] == greater["code"]
                for name in ("percent", "amount", "ceiling", "sessions"):
                    assert Decimal(lesser.get(name, 0)) <= Decimal(greater.get(name, 0))

    @pytest.mark.parametrize(
        ("code", "field", "before", "day", "after"),
        [
            ("general_practitioner", "base", "26.50", "2024-12-22", "30.00"),
            ("scaling", "statutory_rate", "0.70", "2023-10-15", "0.60"),
            ("day_charge", "price", "20.00", "2026-03-01", "23.00"),
            ("psychiatric_day_charge", "price", "15.00", "2026-03-01", "17.00"),
            ("participation", "amount", "1.00", "2024-05-15", "2.00"),
            ("box", "amount", "0.50", "2024-03-31", "1.00"),
            ("paramedical", "amount", "0.50", "2024-03-31", "1.00"),
            ("transport", "amount", "2.00", "2024-03-31", "4.00"),
        ],
    )
    def test_national_values_change_on_their_days(
        self, code: str, field: str, before: str, day: str, after: str
    ) -> None:
        changed = date.fromisoformat(day)
        values = [catalogue(one)[code][field] for one in (changed - timedelta(1), changed)]
        assert values == [before, after]

    def test_national_limits_are_those_of_the_law(self) -> None:
        today = catalogue()
        assert [
            (today[f"glasses_{kind}"]["ceiling"], today[f"glasses_{kind}"]["frame_ceiling"])
            for kind in ("simple", "mixed", "complex")
        ] == [("420.00", "100.00"), ("700.00", "100.00"), ("800.00", "100.00")]
        assert (today["specialist"]["base"], today["specialist_no_optam"]["base"]) == (
            "31.50",
            "23.00",
        )
        assert (today["hearing_basket"]["ceiling"], today["hearing_basket"]["base"]) == (
            "950.00",
            "400.00",
        )
        assert (today["participation"]["daily_cap"], today["transport"]["daily_cap"]) == (
            "8.00",
            "8.00",
        )
        assert (today["paramedical"]["daily_cap"], today["box"].get("daily_cap")) == ("4.00", None)
        deductions = [one for one in today.values() if one["kind"] == "flat_deduction"]
        assert {(one["yearly_cap"], one["from_age"]) for one in deductions} == {("50.00", 18)}
        assert today["optical_renewal"]["months_by_age"] == [
            {"up_to_age": 6, "months": 6},
            {"up_to_age": 15, "months": 12},
        ]
        assert (today["optical_renewal"]["months"], today["hearing_renewal"]["months"]) == (24, 48)


class TestDates:
    def test_days_count_from_the_sunday_before_loading(self) -> None:
        for weekday in range(22, 29):
            assert resolve_dates(b'["@-1"]', date(2026, 11, weekday)) == b'["2026-11-21"]'
        assert resolve_dates(b'["@-1"]', date(2026, 11, 29)) == b'["2026-11-28"]'

    def test_months_count_from_the_month_of_loading(self) -> None:
        tokens = b'["@month-4+24","@month-12-1","@month+1","@month+0"]'
        expected = b'["2026-10-25","2026-01-31","2027-03-01","2027-02-01"]'
        assert resolve_dates(tokens, date(2027, 2, 28)) == expected

    @pytest.mark.parametrize("today", DAYS)
    def test_nothing_is_left_to_resolve_or_to_come(self, today: date) -> None:
        assert not any(b'"@' in line for _, lines in demo_feeds(today) for line in lines)
        for statement in loaded_on(today)["statements"]:
            assert statement["issued_on"] <= str(today)
            for line in statement["lines"]:
                assert line["care_date"] < line["paid_on"] <= str(today)

    @pytest.mark.parametrize("today", DAYS)
    def test_care_falls_inside_a_cover(self, today: date) -> None:
        for statement in loaded_on(today)["statements"]:
            for line in statement["lines"]:
                assert any(
                    cover["starts_on"] <= line["care_date"]
                    and line["care_date"] <= cover.get("terminated_on", "9999")
                    for cover in person_of(line, today)["covers"]
                )

    @pytest.mark.parametrize("today", DAYS)
    def test_surgeries_are_closed_on_sundays(self, today: date) -> None:
        for statement in loaded_on(today)["statements"]:
            for line in statement["lines"]:
                assert date.fromisoformat(line["care_date"]).isoweekday() != 7


class TestAmounts:
    def test_every_line_balances_to_the_cent(self) -> None:
        for statement in loaded_on(ANCHOR)["statements"]:
            for line in statement["lines"]:
                euros = {
                    name: Decimal(line[name])
                    for name in (
                        "spent",
                        "statutory_gross",
                        "flat_deduction",
                        "statutory_net",
                        "other_insurer",
                        "complementary",
                        "left_to_pay",
                    )
                }
                assert min(euros.values()) >= 0
                assert euros["statutory_net"] == euros["statutory_gross"] - euros["flat_deduction"]
                assert euros["spent"] == (
                    euros["statutory_net"]
                    + euros["other_insurer"]
                    + euros["complementary"]
                    + euros["left_to_pay"]
                )

    def test_totals_are_the_sums_of_the_lines(self) -> None:
        names = {"statutory": "statutory_net"}
        for statement in loaded_on(ANCHOR)["statements"]:
            for total, amount in statement["totals"].items():
                name = names.get(total, total)
                assert Decimal(amount) == sum(Decimal(line[name]) for line in statement["lines"])

    def test_tariffs_change_on_their_days(self) -> None:
        fees = {
            line["care_date"] >= "2024-12-22": line["spent"]
            for statement in loaded_on(ANCHOR)["statements"]
            for line in statement["lines"]
            if line["act_code"] == "G"
        }
        assert fees == {False: "26.50", True: "30.00"}

    def test_minors_bear_no_flat_deduction(self) -> None:
        seen = Counter(
            Decimal(line["flat_deduction"])
            for statement in loaded_on(ANCHOR)["statements"]
            for line in statement["lines"]
            if (ANCHOR - date.fromisoformat(person_of(line)["birth_date"])).days < 18 * 365
        )
        assert set(seen) == {Decimal(0)}


class TestPeople:
    def test_nir_agree_with_sex_and_birth(self) -> None:
        bearers = [person for person in people() if "nir" in person]
        assert len(bearers) < len(people())
        assert len({person["nir"] for person in bearers}) == len(bearers)
        for person in bearers:
            nir = parse_nir(person["nir"])
            assert nir[0] in "12"
            assert nir[1:5] == person["birth_date"][2:4] + person["birth_date"][5:7]

    def test_no_nir_can_be_a_real_persons(self) -> None:
        assert all(int(person["nir"][7:10]) >= 950 for person in people() if "nir" in person)

    def test_phones_are_fictional_and_addresses_documentary(self) -> None:
        phones = [person["phone"] for person in people() if "phone" in person]
        assert len(set(phones)) == len(phones)
        assert all(phone.startswith(("+3363998", "+3319900")) for phone in phones)
        assert all(phonenumbers.is_possible_number(phonenumbers.parse(phone)) for phone in phones)
        emails = [person["email"] for person in people() if "email" in person]
        assert len(set(emails)) == len(emails)
        assert all(email.endswith("@example.org") for email in emails)

    def test_family_names_are_as_french_ones_are(self) -> None:
        text = "".join(person["last_name"] + person["first_name"] for person in people())
        assert set("éèêëïôüçœÉ’- ") <= set(text)

    def test_families_differ(self) -> None:
        sizes = Counter(one["member_ref"] for one in loaded_on(ANCHOR)["beneficiaries"])
        assert {1, 2, 3, 4} <= set(sizes.values())
        assert len(loaded_on(ANCHOR)["members"]) >= 60
        assert any("phone" not in one for one in loaded_on(ANCHOR)["members"])

    def test_camille_has_a_phone_a_partner_and_two_children(self) -> None:
        camille = member("camille.martin@example.org")
        family = [
            one["relationship"]
            for one in loaded_on(ANCHOR)["beneficiaries"]
            if one["member_ref"] == camille["ref"]
        ]
        assert "phone" in camille
        assert family == ["civil_partner", "child", "child"]

    @pytest.mark.parametrize("today", DAYS)
    def test_sams_cover_is_over(self, today: date) -> None:
        sam = member("sam.petit@example.org", today)
        assert [cover["terminated_on"] for cover in sam["covers"]] < [str(today.replace(day=1))]
        assert lines_of(sam["ref"], today)

    @pytest.mark.parametrize("today", DAYS)
    def test_alex_has_twelve_months_to_look_at_and_pages_to_turn(self, today: date) -> None:
        alex = member("alex.bernard@example.org", today)
        year = rolling_year(today)
        lines = lines_of(alex["ref"], today)
        recent = [line for line in lines if str(year.first) <= line["care_date"] <= str(year.last)]
        assert len(lines) > LONGEST_PAGE
        assert len({line["category"] for line in recent}) >= 10
        assert len({line["beneficiary_ref"] for line in recent}) >= 3
