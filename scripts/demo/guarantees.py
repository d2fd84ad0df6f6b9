"""Three levels of cover: what each repays, and what its card grants at the counter."""

from decimal import Decimal

from scripts.demo.calculator import Guarantee

LEVELS = {
    "HCR-ESSENTIEL": "HCR Essentiel",
    "HCR-CONFORT": "HCR Confort",
    "HCR-EXCELLENCE": "HCR Excellence",
}
DOMAINS = (
    "PHAR",
    "LABO",
    "RADL",
    "AUXM",
    "MEDE",
    "SAGE",
    "CSTE",
    "EXTE",
    "HOSP",
    "TRAN",
    "OPTI",
    "DESO",
    "DEPR",
    "AUDI",
)
_GRIDS = {
    "HCR-ESSENTIEL": "TM TM TM TM TM TM TM TM PEC TM PEC TM PEC PEC",
    "HCR-CONFORT": "100% 100% 100% 100% TM 100% 100% 100% PEC 100% PEC 100% PEC PEC",
    "HCR-EXCELLENCE": "100% 100% 150% 125% 150% 150% 150% 150% PEC 100% PEC 150% PEC PEC",
}
GRIDS = {
    level: [
        {"domain": domain, "value": value.replace("%", " %")}
        for domain, value in zip(DOMAINS, grid.split(), strict=True)
    ]
    for level, grid in _GRIDS.items()
}


def _percent(*percents: int) -> tuple[Guarantee, ...]:
    return tuple(Guarantee("percent_of_base_statutory_included", percent=p) for p in percents)


def _amounts(form: str, *amounts: str) -> tuple[Guarantee, ...]:
    return tuple(Guarantee(form, amount=Decimal(amount)) for amount in amounts)


def _optical(*amounts: str) -> tuple[Guarantee, ...]:
    form = "amount_per_equipment_statutory_included"
    return tuple(
        Guarantee(form, amount=Decimal(amount), frame_ceiling=Decimal(100)) for amount in amounts
    )


def _basket(ceiling: str) -> tuple[Guarantee, ...]:
    return (Guarantee("full_within_basket_ceiling", ceiling=Decimal(ceiling)),) * 3


_TABLE: dict[str, tuple[Guarantee, ...]] = {
    "general": _percent(100, 100, 150),
    "specialist": _percent(100, 150, 200),
    "pharmacy": _percent(100, 100, 100),
    "laboratory": _percent(100, 100, 150),
    "imaging": _percent(100, 125, 150),
    "paramedical": _percent(100, 100, 125),
    "dental_care": _percent(100, 125, 150),
    "crown_basket": _basket("500.00"),
    "crown_free": _percent(200, 250, 300),
    "glasses_basket": _basket("95.00"),
    "glasses_simple": _optical("150.00", "250.00", "380.00"),
    "glasses_mixed": _optical("200.00", "320.00", "480.00"),
    "glasses_complex": _optical("250.00", "400.00", "600.00"),
    "hearing_basket": _basket("950.00"),
    "hearing_free": _amounts("copayment_plus_amount", "300.00", "600.00", "900.00"),
    "stay": _percent(100, 125, 200),
    "day_charge": (Guarantee("actual_cost"),) * 3,
    "private_room": _amounts("amount_per_night", "40.00", "60.00", "90.00"),
    "transport": _percent(100, 100, 100),
    "osteopathy": _amounts("amount_per_year", "90.00", "200.00", "300.00"),
    "psychology": tuple(
        Guarantee("sessions_per_year", amount=Decimal(amount), sessions=4)
        for amount in ("20.00", "30.00", "40.00")
    ),
    "implant": _amounts("amount_per_act", "200.00", "400.00", "700.00"),
    "lenses": _amounts("amount_per_year", "60.00", "120.00", "200.00"),
    "free_vaccine": _amounts("amount_per_act", "15.00", "25.00", "40.00"),
    "device": _percent(100, 150, 200),
    "maternity": _percent(100, 125, 150),
    "thermal": _percent(100, 100, 150),
    "prevention": _percent(100, 100, 100),
}


def guarantee(level: str, name: str) -> Guarantee:
    return _TABLE[name][list(LEVELS).index(level)]
