"""Numbers in any spelling, and which of them take an SMS."""

import pytest

from app.values.phones import parse_phone, takes_sms

REGIONS = frozenset({"FR", "GP", "RE", "PM"})


class TestParsePhone:
    @pytest.mark.parametrize(
        "text",
        [
            "0612345678", "06 12 34 56 78", "06.12.34.56.78", "+33612345678", "0033 6 12 34 56 78",
            "+33 (0)6 12 34 56 78", "tel:+33-6-12-34-56-78", "\uff10\uff16 12 34 56 78",
        ],
    )  # fmt: skip
    def test_one_number_has_one_form(self, text: str) -> None:
        assert parse_phone(text) == "+33612345678"

    @pytest.mark.parametrize("text", ["", "nobody", "+", "1", "+33" + "6" * 60, "\x00", "٣"])
    def test_what_is_no_number_is_none(self, text: str) -> None:
        assert parse_phone(text) is None


class TestTakesSms:
    @pytest.mark.parametrize(
        ("phone", "taken"),
        [
            ("+33612345678", True),
            ("+590690001234", True),
            ("+262692123456", True),
            ("+33142345678", False),
            ("+33899123456", False),
            ("+447911123456", False),
            ("+12025550100", False),
            ("+33639980001", False),
            ("not a number", False),
        ],
    )
    def test_only_mobiles_of_the_regions(self, phone: str, taken: bool) -> None:
        assert takes_sms(phone, REGIONS, fiction=False) is taken

    def test_the_fictional_range_counts_where_it_is_wanted(self) -> None:
        assert takes_sms("+33639981234", REGIONS, fiction=True)
        assert not takes_sms("+336399812345", REGIONS, fiction=True)
        assert not takes_sms("+33639991234", REGIONS, fiction=True)
