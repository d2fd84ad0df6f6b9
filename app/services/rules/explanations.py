"""Guarantees and steps of calculation in sentences, in French and in English.

One sentence a guarantee: what is paid, and how often. The texts are templates: nothing in them
depends on a deployment.
"""

from collections.abc import Mapping
from decimal import Decimal

from app.services.rules.expense import Guarantee
from app.services.rules.wording import euros, fact, percent, period
from app.values.benefits import BenefitForm
from app.values.labels import Labels
from app.values.rule_steps import RuleStep, RuleStepCode

STEPS: Mapping[RuleStepCode, Labels] = {
    RuleStepCode.STATUTORY_GROSS: Labels(
        "La Sécurité sociale prend en charge {rate} de {counted}, soit {amount}.",
        "Statutory insurance pays {rate} of {counted}: {amount}.",
    ),
    RuleStepCode.NO_STATUTORY_PART: Labels(
        "La Sécurité sociale ne rembourse pas cet acte.",
        "Statutory insurance does not pay for this act.",
    ),
    RuleStepCode.OUTSIDE_PATHWAY: Labels(
        "Hors parcours de soins, elle verse {amount} de moins, que le contrat ne compense pas.",
        "Outside the care pathway it pays {amount} less, which the contract does not make up for.",
    ),
    RuleStepCode.FLAT_DEDUCTION: Labels(
        "Elle retient {amount} de participation ou de franchise, qui restent à votre charge.",
        "It keeps back {amount} as a flat deduction, which is yours to pay.",
    ),
    RuleStepCode.DEDUCTION_CAPPED: Labels(
        "Un plafond de participation ou de franchise est atteint : {amount} ne sont pas retenus.",
        "A cap on flat deductions is reached: {amount} are not kept back.",
    ),
    RuleStepCode.DEDUCTION_SPARED: Labels(
        "Aucune participation ni franchise n’est retenue avant {from_age} ans.",
        "No flat deduction is kept back under the age of {from_age}.",
    ),
    RuleStepCode.NO_GUARANTEE: Labels(
        "Votre niveau de garanties ne prévoit rien pour cet acte.",
        "Your level of cover provides nothing for this act.",
    ),
    RuleStepCode.LEGAL_CEILING: Labels(
        "Le contrat responsable limite le montant compté à {amount}.",
        "A responsible contract may count no more than {amount}.",
    ),
    RuleStepCode.ALREADY_USED: Labels(
        "Vous avez déjà utilisé {amount} de ce forfait cette année.",
        "You already used {amount} of this allowance this year.",
    ),
    RuleStepCode.UNITS_EXHAUSTED: Labels(
        "Vos droits restants couvrent {units} sur {quantity}.",
        "What remains of your entitlement covers {units} of {quantity}.",
    ),
    RuleStepCode.NOTHING_MORE_SPENT: Labels(
        "Notre part s’arrête à ce qui reste de la dépense : {amount}.",
        "Our part stops at what is left of the cost: {amount}.",
    ),
    RuleStepCode.LEFT_TO_PAY: Labels("Il vous reste {amount} à payer.", "You pay {amount}."),
}
PROMISED = Labels(" Pour cet acte : {amount}.", " For this act: {amount}.")
FORMS: Mapping[BenefitForm, Labels] = {
    BenefitForm.PERCENT_OF_BASE: Labels(
        "Nous complétons la Sécurité sociale jusqu’à {percent} de sa base de remboursement",
        "We top statutory insurance up to {percent} of its base",
    ),
    BenefitForm.ACTUAL_COST: Labels(
        "Nous remboursons la totalité de la dépense, après la Sécurité sociale",
        "We repay the whole cost, after statutory insurance",
    ),
    BenefitForm.BASKET_CEILING: Labels(
        "100 % Santé : vous n’avez rien à payer jusqu’à {ceiling}",
        "100 % Santé basket: you pay nothing up to {ceiling}",
    ),
    BenefitForm.COPAYMENT_PLUS_AMOUNT: Labels(
        "Nous remboursons le ticket modérateur, plus {amount}",
        "We repay the copayment, plus {amount}",
    ),
    BenefitForm.AMOUNT_PER_ACT: Labels(
        "Nous versons jusqu’à {amount} par acte", "We pay up to {amount} an act"
    ),
    BenefitForm.AMOUNT_PER_NIGHT: Labels(
        "Nous versons jusqu’à {amount} par nuit", "We pay up to {amount} a night"
    ),
    BenefitForm.AMOUNT_PER_YEAR: Labels(
        "Nous versons jusqu’à {amount} par année civile", "We pay up to {amount} a calendar year"
    ),
    BenefitForm.SESSIONS_PER_YEAR: Labels(
        "Nous versons jusqu’à {amount} par séance, pour {sessions} séances par année civile",
        "We pay up to {amount} a session, for {sessions} sessions a calendar year",
    ),
    BenefitForm.AMOUNT_PER_EQUIPMENT: Labels(
        "Nous complétons la Sécurité sociale jusqu’à {amount} par équipement",
        "We top statutory insurance up to {amount} an equipment",
    ),
}
FRAME = Labels(", dont {frame_ceiling} au plus pour la monture", ", {frame_ceiling} for the frame")
RENEWED = Labels(", {pieces} tous les {period}", ", {pieces} every {period}")


def explain_guarantee(
    guarantee: Guarantee, language: str, renewal_months: int | None = None, pieces: int = 1
) -> str:
    """What is paid and how often, in one sentence."""
    sentence = _filled(guarantee, language)
    if renewal_months:
        words = {"pieces": _pieces(pieces, language), "period": period(renewal_months, language)}
        sentence += RENEWED.in_language(language).format_map(words)
    return f"{sentence}."


def explain_step(step: RuleStep, language: str) -> str:
    """What the step did, in a sentence or two."""
    amount = euros(step.amount, language)
    if step.code is RuleStepCode.GUARANTEE:
        facts = {**step.facts}
        guarantee = Guarantee(BenefitForm(str(facts.pop("form"))), **facts)  # type: ignore[arg-type]
        promised = PROMISED.in_language(language).format(amount=amount)
        return explain_guarantee(guarantee, language) + promised
    facts = {name: fact(name, value, language) for name, value in step.facts.items()}
    return STEPS[step.code].in_language(language).format(amount=amount, **facts)


def _filled(guarantee: Guarantee, language: str) -> str:
    words: dict[str, object] = {"sessions": guarantee.sessions}
    if guarantee.percent is not None:
        words["percent"] = percent(guarantee.percent, language)
    for name in ("amount", "ceiling", "frame_ceiling"):
        value: Decimal | None = getattr(guarantee, name)
        if value is not None:
            words[name] = euros(value, language)
    sentence = FORMS[guarantee.form].in_language(language)
    if guarantee.frame_ceiling is not None:
        sentence += FRAME.in_language(language)
    return sentence.format_map(words)


def _pieces(number: int, language: str) -> str:
    if number == 1:
        return Labels("un équipement", "one equipment").in_language(language)
    return Labels(f"{number} équipements", f"{number} equipments").in_language(language)
