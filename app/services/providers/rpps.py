"""The RPPS open extract: `PS_LibreAcces_Personne_activite…`, one row an activity.

Columns are known by their names, whose spelling varies between editions. The extract has no
positions: an activity is placed by its commune, and is approximate.
"""

from collections.abc import Iterator

from app.gateways.published_files import columns_of
from app.services.providers.arrivals import Description, DirectoryReport
from app.services.providers.placing import CommuneAtlas
from app.services.providers.specialties import Specialties
from app.values.place_names import CEDEX

COLUMNS = {
    "identifier": ("identifiantpp",),
    "title": ("codecivilitedexercice", "codeciviliteexercice"),
    "last name": ("nomdexercice", "nomexercice"),
    "first name": ("prenomdexercice", "prenomexercice"),
    "profession": ("codeprofession",),
    "category": ("codecategorieprofessionnelle",),
    "knowhow": ("libellesavoirfaire",),
    "SIRET": ("numerosiretsite",),
    "FINESS": ("numerofinesssite",),
    "structure": ("identifianttechniquedelastructure",),
    "company": ("raisonsocialesite",),
    "sign": ("enseignecommercialesite",),
    "number": ("numerovoiecoordstructure", "numerovoie"),
    "suffix": ("indicerepetitionvoiecoordstructure", "indicerepetitionvoie"),
    "street type": ("libelletypedevoiecoordstructure", "libelletypedevoie"),
    "street": ("libellevoiecoordstructure", "libellevoie"),
    "CEDEX": ("bureaucedexcoordstructure", "bureaucedex"),
    "postal code": ("codepostalcoordstructure", "codepostal"),
    "INSEE code": ("codecommunecoordstructure", "codecommune"),
    "city": ("libellecommunecoordstructure", "libellecommune"),
    "phone": ("telephonecoordstructure", "telephone"),
}
STUDENT = "E"
DOCTOR, PROFESSOR = "DR", "PR"
RPPS_DIGITS, FINESS_LENGTH, POSTAL_DIGITS = 11, 9, 5


class RppsReader:
    """Reads descriptions out of the lines of the extract."""

    def __init__(
        self, atlas: CommuneAtlas, specialties: Specialties, report: DirectoryReport
    ) -> None:
        self._atlas = atlas
        self._specialties = specialties
        self._report = report

    def descriptions(self, lines: Iterator[str]) -> Iterator[Description]:
        """Activities that are listed and placed; the report tells of the others.

        Raises:
            UnreadableFile: a column is missing.
        """
        header = next(lines, "").rstrip("\n").split("|")
        columns = columns_of(header, COLUMNS)
        wanted, last = tuple(columns[name] for name in COLUMNS), max(columns.values())
        for line in lines:
            self._report.rows += 1
            cells = line.rstrip("\n").split("|")
            if len(cells) <= last:
                self._report.refuse("short_row")
                continue
            found = self._describe([cells[place].strip() for place in wanted])
            if isinstance(found, Description):
                yield found
            else:
                self._report.refuse(found)

    def _describe(self, cells: list[str]) -> Description | str:
        """The description, or the reason why there is none."""
        (
            identifier, title, last_name, first_name, profession, category, knowhow, siret, finess,
            structure, company, sign, number, suffix, street_type, street, cedex, postal_code,
            insee_code, city, phone,
        ) = cells  # fmt: skip
        if not identifier or not last_name:
            return "no_identifier"
        if category == STUDENT:
            return "student"
        specialty = self._specialties.of_activity(profession, knowhow)
        if specialty is None:
            return "specialty_not_listed"
        city = city or _city_of(cedex)
        if not insee_code and not postal_code and not city:
            return "no_address"
        position = self._atlas.place(insee_code, postal_code, city)
        if position is None:
            return "unknown_place"
        road = " ".join(filter(None, (number, suffix, street_type, street)))
        place = structure or finess or siret or f"{postal_code}{road}"
        return Description(
            source_key=f"{identifier}/{place}"[:80],
            specialty=specialty,
            name=_name(title, first_name, last_name),
            position=position,
            approximate=True,
            rpps=identifier if len(identifier) == RPPS_DIGITS else None,
            finess=finess if len(finess) == FINESS_LENGTH else None,
            structure_name=sign or company or None,
            street=road or None,
            postal_code=postal_code if len(postal_code) == POSTAL_DIGITS else None,
            city=city or None,
            phone=phone or None,
        )


def _city_of(cedex: str) -> str:
    """The city of "25304 PONTARLIER CEDEX"."""
    return CEDEX.sub("", cedex.lower()).lstrip("0123456789 ").strip().title()


def _name(title: str, first_name: str, last_name: str) -> str:
    prefix = "Dr " if title == DOCTOR else "Pr " if title == PROFESSOR else ""
    return f"{prefix}{first_name.title()} {last_name.title()}".strip()
