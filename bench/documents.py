"""PDFs of a card and of a statement against the same pages drawn with bare reportlab.

The calls that each makes on its canvas are recorded once, then replayed on a plain
canvas with plain fonts: what is left out is the layout, the fitting of texts and the symbol.
"""

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.documents import sheet, typefaces
from app.documents.card import render_card
from app.documents.facts import CardBeneficiary, CardDomain, CardFacts
from app.documents.seal import DocumentSeal
from app.documents.statement import render_statement
from app.documents.statement_facts import (
    StatementFacts,
    StatementLineFacts,
    StatementPaymentFacts,
    StatementSums,
)
from bench.report import Line

TARGET = 1.5
ROUNDS = 20
SEAL = DocumentSeal("7K3M-9XQP-2RTW", date(2026, 2, 9))
FONTS = ("DejaVuSansCondensed", "DejaVuSansCondensed-Bold")
DOMAINS = (
    ("PHAR", "Pharmacie", "100 %"), ("LABO", "Biologie", "100 %"), ("RADL", "Imagerie", "100 %"),
    ("AUXM", "Auxiliaires médicaux", "TM"), ("MEDE", "Médecins", "TM"),
    ("SAGE", "Sages-femmes", "TM"), ("EXTE", "Soins externes", "100 %"),
    ("HOSP", "Hospitalisation", "PEC"), ("TRAN", "Transports", "65 %"), ("OPTI", "Optique", "PEC"),
    ("DESO", "Soins dentaires", "TM"), ("DEPR", "Prothèses dentaires", "PEC"),
    ("AUDI", "Audioprothèses", "PEC"),
)  # fmt: skip
FAMILY = (("Camille", 1985), ("Noé", 1984), ("Zoé", 2012), ("Anaïs", 2015))


class Recorder:
    """Stands for a reportlab object; notes each call on it, and on what its calls return."""

    def __init__(self, target: Any, handle: int, calls: list[Any]) -> None:
        self.recorded, self.handle, self.calls = target, Handle(handle), calls

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.recorded, name)

        def call(*arguments: Any, **named: Any) -> Any:
            entry = (self.handle, name, [_handle(value) for value in arguments], named)
            self.calls.append(entry)
            result = method(*map(_unwrap, arguments), **named)
            if type(result).__module__.startswith("reportlab"):
                return Recorder(result, len(self.calls), self.calls)
            return result

        return call


class Handle(int):
    """Argument of a recorded call: the result of an earlier one."""


def measure() -> list[Line]:
    """Milliseconds of one card of a family of four, and of one statement of ten lines."""
    card, statement = _facts(), _statement()
    return [
        _measure("card PDF", lambda: render_card(card)),
        _measure("statement PDF", lambda: render_statement(statement, SEAL)),
    ]


def _measure(what: str, draw: Callable[[], bytes]) -> Line:
    """Milliseconds of one, product and floor taken in turns."""
    calls, made_with = _record(draw)
    typefaces.load_faces()
    product_fonts = {name: pdfmetrics.getFont(name) for name in FONTS}
    bare_fonts = {name: _plain_font(name) for name in FONTS}
    product: list[float] = []
    bare: list[float] = []
    for _ in range(ROUNDS):
        product.append(_time(product_fonts, draw))
        bare.append(_time(bare_fonts, lambda: _replay(calls, made_with)))
    return Line(what, statistics.median(product), statistics.median(bare), "ms", TARGET)


def _record(draw: Callable[[], bytes]) -> tuple[list[Any], dict[str, Any]]:
    calls: list[Any] = []
    made_with: dict[str, Any] = {}

    def recording(buffer: io.BytesIO, **options: Any) -> Any:
        made_with.update(options)
        return Recorder(Canvas(buffer, **options), 0, calls)

    with patch.object(sheet, "Canvas", recording):
        draw()
    return calls, made_with


def _replay(calls: list[Any], made_with: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    objects: dict[int, Any] = {0: Canvas(buffer, **made_with)}
    for number, (handle, name, arguments, named) in enumerate(calls, start=1):
        values = [objects[value] if type(value) is Handle else value for value in arguments]
        objects[number] = getattr(objects[handle], name)(*values, **named)
    return buffer.getvalue()


def _time(fonts: dict[str, Any], draw: Callable[[], bytes]) -> float:
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    started = time.perf_counter()
    document = draw()
    milliseconds = (time.perf_counter() - started) * 1000
    assert document.startswith(b"%PDF-"), "no document"
    return milliseconds


def _plain_font(name: str) -> TTFont:
    path = sheet.__file__.replace("sheet.py", f"fonts/{name}.ttf")
    return TTFont(name, path, asciiReadable=False)


def _handle(value: Any) -> Any:
    return value.handle if isinstance(value, Recorder) else value


def _unwrap(value: Any) -> Any:
    return value.recorded if isinstance(value, Recorder) else value


def _facts() -> CardFacts:
    return CardFacts(
        brand="Mutuelle du Banc",
        insurer="Banc Prévoyance",
        manager="Gestion du Banc",
        operator="Opérateur",
        amc_number="0123456789",
        convention_type="TP",
        routing_code="BN01",
        member_number="A123456789",
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        responsible=True,
        contract_number="CT-2026-0001",
        beneficiaries=tuple(
            CardBeneficiary("LEFÈVRE", name, date(year, 5, 7), rank)
            for rank, (name, year) in enumerate(FAMILY, start=1)
        ),
        domains=tuple(CardDomain(*domain) for domain in DOMAINS),
        phone="01 00 00 00 00",
        space_url="https://espace.example",
        usage_lines=("Présentez cette carte avec votre carte Vitale à jour.",) * 4,
        datamatrix_payload=bytes(range(120)),
        printed_on=date(2026, 1, 5),
    )


def _statement() -> StatementFacts:
    line = StatementLineFacts(
        person="LEFÈVRE Camille",
        care_date=date(2026, 2, 3),
        act="Consultation médecin généraliste",
        quantity=1,
        provider="Dr Jeanne Morel",
        base=Decimal("30.00"),
        rate=Decimal("0.7000"),
        deduction=Decimal("2.00"),
        sums=StatementSums(*map(Decimal, ("30.00", "19.00", "0.00", "9.00", "2.00"))),
    )
    child = replace(line, person="LEFÈVRE Zoé", act="Séance de kinésithérapie", provider=None)
    return StatementFacts(
        brand="Mutuelle du Banc",
        phone="01 00 00 00 00",
        space_url="https://espace.example",
        number="S-2026-000123",
        issued_on=date(2026, 2, 9),
        member_number="A123456789",
        source="Télétransmission (NOEMIE)",
        lines=(line, child) * 5,
        payments=(
            StatementPaymentFacts(True, date(2026, 2, 10), "VIR-2026-000123", Decimal("90.00")),
        ),
        totals=StatementSums(
            *map(Decimal, ("300.00", "190.00", "0.00", "90.00", "20.00")),
        ),
    )
