"""The NIR's rules."""

import pytest

from app.values.nir import InvalidNir, parse_nir


def with_key(number: str) -> str:
    digits = int(number.replace("2A", "19").replace("2B", "18"))
    return f"{number}{97 - digits % 97:02d}"


class TestParseNir:
    @pytest.mark.parametrize("nir", ["295109912611193", "253072B07300470", "253072A07300443"])
    def test_published_examples_are_valid(self, nir: str) -> None:
        assert parse_nir(nir) == nir

    def test_spaces_and_case_do_not_matter(self) -> None:
        assert parse_nir("2 53 07 2b 073 004 70") == "253072B07300470"

    @pytest.mark.parametrize("month", ["01", "12", "20", "42", "50", "99"])
    def test_months_of_incomplete_records_are_valid(self, month: str) -> None:
        assert parse_nir(with_key(f"185{month}75056001"))

    @pytest.mark.parametrize("month", ["00", "13", "19", "43", "49"])
    def test_other_months_are_not(self, month: str) -> None:
        with pytest.raises(InvalidNir):
            parse_nir(with_key(f"185{month}75056001"))

    @pytest.mark.parametrize("sex", ["1", "2", "3", "4", "7", "8"])
    def test_sexes_and_temporary_numbers_are_valid(self, sex: str) -> None:
        assert parse_nir(with_key(f"{sex}850775056001"))

    @pytest.mark.parametrize(
        "text", ["295109912611199", "", "29510991261119", "abc", with_key("5850775056001")]
    )
    def test_anything_else_is_refused_without_being_repeated(self, text: str) -> None:
        with pytest.raises(InvalidNir) as caught:
            parse_nir(text)
        assert not text or text not in str(caught.value)
