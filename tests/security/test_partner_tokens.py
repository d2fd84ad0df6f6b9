"""The form of partner tokens."""

import pytest

from app.errors.authentication import Unauthenticated
from app.security.partner_tokens import make_partner_token, parse_partner_token


class TestPartnerToken:
    def test_a_fresh_token_is_well_formed(self) -> None:
        token = make_partner_token("demo")
        assert token.text.startswith("espace_pt_demo_")
        assert parse_partner_token(token.text) == token

    def test_every_single_character_is_covered_by_the_checksum(self) -> None:
        text = make_partner_token("live").text
        for place in range(len("espace_pt_live_"), len(text)):
            other = "a" if text[place] != "a" else "b"
            with pytest.raises(Unauthenticated):
                parse_partner_token(text[:place] + other + text[place + 1 :])

    @pytest.mark.parametrize("text", ["", "espace_pt_demo", "x" * 10_000, "espace_pt_demo_é_1_2"])
    def test_any_other_text_is_refused(self, text: str) -> None:
        with pytest.raises(Unauthenticated):
            parse_partner_token(text)
