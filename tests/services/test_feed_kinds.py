"""The records of the kinds of feeds."""

from app.services.feeds.kinds import KINDS, SCOPES_OF_EMPLOYERS
from app.values.imports import ImportKind
from app.values.principals import PartnerScope


class TestKinds:
    def test_every_kind_has_its_record_and_a_scope_of_its_own(self) -> None:
        assert set(KINDS) == set(ImportKind)
        assert len({kind.scope for kind in KINDS.values()}) == len(KINDS)

    def test_every_example_is_a_line_that_is_right(self) -> None:
        for kind in KINDS.values():
            kind.line.model_validate(kind.example)

    def test_a_token_of_an_employer_may_send_affiliations_alone(self) -> None:
        """Written out: whoever adds a kind of health data must not find it here."""
        assert {
            PartnerScope.TOKEN_READ,
            PartnerScope.IMPORTS_READ,
            PartnerScope.CONTRACTS_WRITE,
            PartnerScope.MEMBERS_WRITE,
            PartnerScope.BENEFICIARIES_WRITE,
        } == SCOPES_OF_EMPLOYERS
