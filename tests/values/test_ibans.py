"""IBANs: the accounts that a SEPA transfer reaches, and how they are masked."""

import pytest

from app.values.ibans import Iban, IbanOutsideSepa, InvalidIban, parse_iban
from app.values.masks import mask_iban


@pytest.mark.parametrize(
    ("text", "iban"),
    [
        ("FR76 3000 6000 0112 3456 7890 189", Iban("FR7630006000011234567890189", "AGRIFRPPXXX")),
        ("fr1420041010050500013m02606", Iban("FR1420041010050500013M02606", "PSSTFRPP")),
        ("FR7699999000010000000004286", Iban("FR7699999000010000000004286", None)),
        ("DE89 3704 0044 0532 0130 00", Iban("DE89370400440532013000", "COBADEFFXXX")),
        ("MC5811222000010123456789030", Iban("MC5811222000010123456789030", None)),
    ],
)
def test_any_spelling_is_read_and_the_bank_named_when_it_is_known(text: str, iban: Iban) -> None:
    assert parse_iban(text) == iban


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FR76",
        "FR7630006000011234567890188",
        "FR763000600001123456789018",
        "FR\u0667\u066630006000011234567890189",
        "XX7630006000011234567890189",
        "A" * 64,
    ],
)
def test_what_is_no_iban_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(InvalidIban) as refusal:
        parse_iban(text)
    assert str(refusal.value) == ""


def test_a_right_iban_with_a_wrong_french_key_is_refused() -> None:
    bban = "30006000011234567890188"
    digits = int("".join(str(int(sign, 36)) for sign in f"{bban}FR00"))
    with pytest.raises(InvalidIban):
        parse_iban(f"FR{98 - digits % 97:02d}{bban}")


def test_a_country_that_sepa_does_not_reach_is_told_apart() -> None:
    with pytest.raises(IbanOutsideSepa):
        parse_iban("TR330006100519786457841326")


def test_a_mask_shows_the_country_and_the_end() -> None:
    assert mask_iban("FR1420041010050500013M02606") == "FR•• •••• •••• 2606"
