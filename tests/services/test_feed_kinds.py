"""The records of the kinds of feeds."""

from app.services.feeds.content_kinds import CONTENT_KINDS
from app.services.feeds.kinds import KINDS, SCOPES_OF_EMPLOYERS
from app.values.imports import ImportKind
from app.values.principals import PartnerScope


class TestKinds:
    def test_every_kind_has_its_record_and_a_scope_of_its_own(self) -> None:
        """But for content, all of which whoever edits the texts may send."""
        assert set(KINDS) == set(ImportKind)
        scopes = [kind.scope for kind in KINDS.values()]
        content = [kind.scope for kind in CONTENT_KINDS]
        assert set(content) == {PartnerScope.CONTENT_WRITE}
        assert len(set(scopes)) == len(scopes) - len(content) + 1

    def test_every_example_is_a_line_that_is_right(self) -> None:
        for kind in KINDS.values():
            kind.line.model_validate(kind.example)

    def test_a_token_of_an_employer_may_send_affiliations_and_hear_of_them_alone(self) -> None:
        """Written out: whoever adds a kind of health data must not find it here."""
        assert {
            PartnerScope.TOKEN_READ,
            PartnerScope.IMPORTS_READ,
            PartnerScope.CONTRACTS_WRITE,
            PartnerScope.MEMBERS_WRITE,
            PartnerScope.BENEFICIARIES_WRITE,
            PartnerScope.EVENTS_READ,
            PartnerScope.WEBHOOKS_READ,
            PartnerScope.WEBHOOKS_WRITE,
        } == SCOPES_OF_EMPLOYERS
