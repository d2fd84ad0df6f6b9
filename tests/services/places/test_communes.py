"""Finding a commune by what a person writes."""

from collections.abc import AsyncIterator

import pytest

from app.container import Container
from app.errors.places import AmbiguousPlace, UnknownPlace
from app.repositories.communes import CommuneReader
from app.services.places.communes import CommuneService
from tests.factories.places import load_communes


@pytest.fixture
async def communes(container: Container) -> AsyncIterator[CommuneService]:
    await load_communes(container)
    async with container.database.read() as connection:
        yield CommuneService(CommuneReader(connection), container.commune_names)


class TestFind:
    @pytest.mark.parametrize(
        ("postal_code", "city", "label"),
        [
            (None, "St Etienne", "Saint-Étienne"),
            (None, "saint-étienne", "Saint-Étienne"),
            (None, "SAINT ETIENNE CEDEX 2", "Saint-Étienne"),
            ("42007", "ST ETIENNE CEDEX 1", "Saint-Étienne"),
            ("75011", None, "75011 Paris 11e Arrondissement"),
            (None, "75011", "75011 Paris 11e Arrondissement"),
            (None, "Paris 11", "Paris 11e Arrondissement"),
            ("75011", "Paris", "Paris 11e Arrondissement"),
            (None, "75011 Paris", "Paris 11e Arrondissement"),
            (None, "Marseille", "Marseille"),
            (None, "L'Haÿ-les-Roses", "L'Haÿ-les-Roses"),
            ("20200", "BASTIA", "Bastia"),
            ("93200", "St Denis", "Saint-Denis"),
            ("97400", "Saint-Denis", "Saint-Denis"),
        ],
    )
    async def test_every_spelling_finds_the_place(
        self, communes: CommuneService, postal_code: str | None, city: str | None, label: str
    ) -> None:
        assert (await communes.find(postal_code, city)).label == label

    async def test_several_of_one_name_are_choices(self, communes: CommuneService) -> None:
        with pytest.raises(AmbiguousPlace) as refused:
            await communes.find(None, "Saint-Denis")
        choices = refused.value.choices
        assert [one.label for one in choices[:2]] == ["Saint-Denis (974)", "Saint-Denis (93)"]
        place = await communes.find(choices[1].postal_code, choices[1].city)
        assert 48 < place.position.lat < 49

    @pytest.mark.parametrize(
        ("postal_code", "city"),
        [("99999", None), (None, "Atlantide"), ("75011", "Marseille"), (None, None), (None, "%")],
    )
    async def test_no_such_place(
        self, communes: CommuneService, postal_code: str | None, city: str | None
    ) -> None:
        with pytest.raises(UnknownPlace):
            await communes.find(postal_code, city)

    async def test_a_mistyped_name_has_the_right_one_among_its_choices(
        self, communes: CommuneService
    ) -> None:
        with pytest.raises(UnknownPlace) as refused:
            await communes.find(None, "Montpelier")
        assert "Montpellier (34)" in [one.label for one in refused.value.choices]


class TestKnows:
    @pytest.mark.parametrize(
        ("postal_code", "city", "known"),
        [
            ("75011", "Paris", True),
            ("42007", "SAINT ETIENNE CEDEX 1", True),
            ("93200", "Saint-Denis", True),
            ("75011", "Marseille", False),
            ("34000", "Montpelier", False),
        ],
    )
    async def test_an_address_ends_so(
        self, communes: CommuneService, postal_code: str, city: str, known: bool
    ) -> None:
        assert await communes.knows(postal_code, city) is known
