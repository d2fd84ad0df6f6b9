"""What a level pays more than another: the guarantees whose sentences differ."""

from collections.abc import Sequence

from app.schemas.options import OptionGainRead
from app.services.rules.explanations import explain_guarantee
from app.services.rules.grid import guarantee_of
from app.values.benefits import Benefit
from app.values.care_categories import LABELS, CareCategory
from app.values.labels import Labels


def gains_between(
    present: Sequence[Benefit], raised: Sequence[Benefit], language: str
) -> list[OptionGainRead]:
    """The guarantees of the raised level that the present one lacks or words differently."""
    before = {benefit.code: _explained(benefit, language) for benefit in present}
    return [
        OptionGainRead(
            category=CareCategory(benefit.category),
            category_label=LABELS[CareCategory(benefit.category)].in_language(language),
            code=benefit.code,
            label=Labels(benefit.label_fr, benefit.label_en).in_language(language),
            before=before.get(benefit.code),
            after=after,
        )
        for benefit in raised
        if (after := _explained(benefit, language)) != before.get(benefit.code)
    ]


def _explained(benefit: Benefit, language: str) -> str:
    return explain_guarantee(
        guarantee_of(benefit), language, benefit.renewal_months, benefit.renewal_quantity
    )
