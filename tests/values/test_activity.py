"""The audit trail in words that members understand."""

import pytest

from app.values.activity import LABELS, ActivityActor, action_label, actor_seen_by
from app.values.audit import ActorKind, AuditAction
from app.values.ids import new_id
from app.values.networks import coarse_network

ME = new_id()


class TestLabels:
    def test_every_action_has_one_of_its_own_in_both_languages(self) -> None:
        assert set(LABELS) == set(AuditAction)
        for language in ("fr", "en"):
            texts = [labels.in_language(language) for labels in LABELS.values()]
            assert len(set(texts)) == len(AuditAction)
            assert [text for text in texts if not text or "." in text or "_" in text] == []

    def test_an_action_of_a_newer_version_still_reads(self) -> None:
        assert action_label("moon.visited", "en") == "Another operation"


class TestActors:
    def test_every_kind_is_somebody_to_the_reader(self) -> None:
        assert {kind: actor_seen_by(ME, kind, ME) for kind in ActorKind} == {
            ActorKind.MEMBER: ActivityActor.ME,
            ActorKind.PARTNER: ActivityActor.PARTNER,
            ActorKind.OPERATOR: ActivityActor.OPERATOR,
            ActorKind.SYSTEM: ActivityActor.SYSTEM,
            ActorKind.ANONYMOUS: ActivityActor.STRANGER,
        }

    def test_another_member_is_not_me(self) -> None:
        assert actor_seen_by(ME, ActorKind.MEMBER, new_id()) is ActivityActor.STRANGER


class TestCoarseNetwork:
    @pytest.mark.parametrize(
        ("ip", "network"),
        [
            ("192.0.2.77", "192.0.2.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ],
    )
    def test_it_names_the_neighbourhood(self, ip: str, network: str) -> None:
        assert coarse_network(ip) == network
