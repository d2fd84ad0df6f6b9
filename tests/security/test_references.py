"""References that people copy from paper."""

import pytest

from app.security.references import LENGTH, LETTERS, make_reference, read_reference, written

SAMPLE = [make_reference() for _ in range(40)]


class TestMakeReference:
    def test_each_is_its_own_and_reads_back(self) -> None:
        assert len(set(SAMPLE)) == len(SAMPLE)
        assert [read_reference(written(one)) for one in SAMPLE] == SAMPLE

    def test_it_is_written_in_three_groups(self) -> None:
        assert written("7K3M9XQP2RTW") == "7K3M-9XQP-2RTW"

    def test_no_letter_is_taken_for_another(self) -> None:
        assert not set("ILOU") & set(LETTERS)
        assert len(LETTERS) == 32


class TestReadReference:
    def test_one_wrong_letter_is_always_told(self) -> None:
        for reference in SAMPLE[:5]:
            for place in range(LENGTH):
                for letter in set(LETTERS) - {reference[place]}:
                    wrong = reference[:place] + letter + reference[place + 1 :]
                    assert read_reference(wrong) is None

    def test_neighbours_that_were_swapped_are_told_nearly_always(self) -> None:
        told, swapped = 0, 0
        for reference in SAMPLE:
            for place in range(LENGTH - 1):
                one, two = reference[place : place + 2]
                if one != two:
                    wrong = reference[:place] + two + one + reference[place + 2 :]
                    swapped += 1
                    told += read_reference(wrong) is None
        assert told / swapped > 0.95

    @pytest.mark.parametrize(
        "text", ["", "-", "7K3M", "7K3M-9XQP-2RTWW", "ﬁﬁﬁﬁ", "７K3M9XQP2RTW", "\x00"]
    )
    def test_what_is_no_reference_is_none(self, text: str) -> None:
        assert read_reference(text) is None

    def test_what_is_misread_is_put_right(self) -> None:
        zero = next(one for one in iter(make_reference, None) if "0" in one and "1" in one)
        assert read_reference(zero.replace("0", "o").replace("1", "I").lower()) == zero
        assert read_reference(zero.replace("1", "l")) == zero
