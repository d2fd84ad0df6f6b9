"""One-time codes."""

import re
from typing import Any

import pytest

from app.security.codes import hash_code, make_code
from app.security.keyring import Keyring
from app.security.secrets import Secrets
from app.values.ids import new_id

KEYRING = Keyring(
    Secrets(
        secret_key=bytes(range(32)),
        blind_index_key=bytes(32),
        encryption_keys={"k": bytes(32)},
        encryption_key_id="k",
        signing_keys={},
        signing_key_id="",
    )
)
BOUND: dict[str, Any] = {
    "flow_id": new_id(),
    "purpose": "login",
    "destination": "+33612345678",
    "code": "042017",
}


class TestMakeCode:
    def test_six_digits_leading_zeros_included(self) -> None:
        codes = {make_code() for _ in range(2_000)}
        assert all(re.fullmatch(r"[0-9]{6}", code) for code in codes)
        assert len(codes) > 1_900
        assert any(code.startswith("0") for code in codes)


class TestHashCode:
    @pytest.mark.parametrize(
        "change",
        [
            {"flow_id": new_id()},
            {"purpose": "activation"},
            {"destination": "+33612345679"},
            {"code": "042018"},
        ],
    )
    def test_it_is_bound_to_flow_purpose_destination_and_code(self, change: dict[str, Any]) -> None:
        assert hash_code(KEYRING, **BOUND) == hash_code(KEYRING, **BOUND)
        assert hash_code(KEYRING, **BOUND) != hash_code(KEYRING, **{**BOUND, **change})
