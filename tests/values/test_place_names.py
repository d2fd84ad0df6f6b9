"""Names of places, however they are spelt."""

import pytest

from app.values.place_names import department_of, place_key, split_place


@pytest.mark.parametrize(
    ("spelt", "key"),
    [
        ("St Etienne", "saint etienne"),
        ("saint-étienne", "saint etienne"),
        ("SAINT ETIENNE CEDEX 2", "saint etienne"),
        ("Ste-Foy-lès-Lyon", "sainte foy les lyon"),
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("L’HAY LES ROSES", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("CHALONS S/ MARNE", "chalons sur marne"),
        ("Paris 11", "paris 11"),
        ("PARIS 01", "paris 1"),
        ("Lyon 7e Arrondissement", "lyon 7"),
        ("Paris 1er arr.", "paris 1"),
        ("PARIS CEDEX 08", "paris"),
        ("Le Bois d'Oingt", "le bois d oingt"),
        ("…", ""),
    ],
)
def test_spellings_of_one_place_have_one_key(spelt: str, key: str) -> None:
    assert place_key(spelt) == key


def test_a_postal_code_is_found_in_the_text() -> None:
    assert split_place("75011 Paris") == ("75011", " Paris")
    assert split_place("Paris") == (None, "Paris")


@pytest.mark.parametrize(
    ("code", "department"), [("75111", "75"), ("2B033", "2B"), ("97411", "974")]
)
def test_a_code_tells_its_department(code: str, department: str) -> None:
    assert department_of(code) == department
