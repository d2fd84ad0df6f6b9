"""Seals: bound to their column and row, opened with any key still held."""

import os

import pytest

from app.models import Base
from app.security.keyring import Keyring, SealBroken
from app.security.sealed_places import SealedPlace
from app.security.secrets import Secrets
from app.values.ids import new_id

OLD, NEW = os.urandom(32), os.urandom(32)
NIR, PAYLOAD = SealedPlace.BENEFICIARY_NIR, SealedPlace.BENEFICIARY_CARD_PAYLOAD


def a_keyring(keys: dict[str, bytes], current: str) -> Keyring:
    return Keyring(
        Secrets(
            secret_key=bytes(32),
            blind_index_key=bytes(32),
            encryption_keys=keys,
            encryption_key_id=current,
            signing_keys={},
            signing_key_id="",
        )
    )


class TestSealedPlace:
    def test_every_sealed_column_is_named(self) -> None:
        columns = {
            f"{table.name}.{column.name.removesuffix('_sealed')}"
            for table in Base.metadata.tables.values()
            for column in table.columns
            if column.name.endswith("_sealed")
        }
        assert columns == {place.value for place in SealedPlace}


class TestKeyring:
    def test_what_is_sealed_opens_in_its_place(self) -> None:
        keyring, row = a_keyring({"old": OLD}, "old"), new_id()
        sealed = keyring.seal(b"295109912611193", NIR, row)
        assert b"295109912611193" not in sealed
        assert keyring.open(sealed, NIR, row) == b"295109912611193"

    def test_a_value_moved_to_another_row_or_column_does_not_open(self) -> None:
        keyring, row = a_keyring({"old": OLD}, "old"), new_id()
        sealed = keyring.seal(b"secret", NIR, row)
        for place, other in ((NIR, new_id()), (PAYLOAD, row)):
            with pytest.raises(SealBroken):
                keyring.open(sealed, place, other)

    def test_one_altered_byte_does_not_open(self) -> None:
        keyring, row = a_keyring({"old": OLD}, "old"), new_id()
        sealed = keyring.seal(b"secret", NIR, row)
        for place in range(len(sealed)):
            altered = bytearray(sealed)
            altered[place] ^= 0x81
            with pytest.raises(SealBroken):
                keyring.open(bytes(altered), NIR, row)

    def test_a_value_cut_short_does_not_open(self) -> None:
        keyring, row = a_keyring({"old": OLD}, "old"), new_id()
        sealed = keyring.seal(b"secret", NIR, row)
        for length in range(len(sealed)):
            with pytest.raises(SealBroken):
                keyring.open(sealed[:length], NIR, row)

    def test_old_values_open_while_their_key_is_held(self) -> None:
        row = new_id()
        sealed = a_keyring({"old": OLD}, "old").seal(b"secret", NIR, row)
        rotated = a_keyring({"old": OLD, "new": NEW}, "new")
        assert rotated.open(sealed, NIR, row) == b"secret"
        assert rotated.key_id_of(rotated.seal(b"secret", NIR, row)) == "new"
        with pytest.raises(SealBroken):
            a_keyring({"new": NEW}, "new").open(sealed, NIR, row)

    def test_purposes_and_parts_do_not_run_into_each_other(self) -> None:
        keyring = a_keyring({"old": OLD}, "old")
        macs = {
            keyring.mac("a", b"b", b"c"),
            keyring.mac("a", b"bc"),
            keyring.mac("ab", b"", b"c"),
            keyring.mac("a", b"b", b"c", b""),
        }
        assert len(macs) == 4
