"""The demo's secrets: replaced by one process, noticed by those that run."""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors.authentication import Unauthenticated
from app.security.access_tokens import AccessTokens
from app.security.keyring import Keyring, SealBroken
from app.security.sealed_places import SealedPlace
from app.security.secrets import DEMO_FILE, DemoSecrets
from app.values.ids import new_id

NIR = SealedPlace.BENEFICIARY_NIR
NOW = datetime(2026, 3, 14, tzinfo=UTC)


def a_token(tokens: AccessTokens) -> str:
    return tokens.issue(
        audience="hcr",
        account_id=new_id(),
        session_id=new_id(),
        acr="aal2",
        amr=["pwd", "sms"],
        authenticated_at=NOW,
        now=NOW,
    )


class Process:
    """What a server or a command of the demo makes of the data folder."""

    def __init__(self, folder: Path) -> None:
        self.secrets = DemoSecrets(folder)
        self.keyring = Keyring(self.secrets.read(), self.secrets.read)
        self.tokens = AccessTokens(self.secrets.read(), "https://issuer", self.secrets.read)

    def rotate(self) -> None:
        self.secrets.rotate(self.secrets.read())

    def verify(self, token: str) -> None:
        self.tokens.verify(token, audience="hcr", now=NOW)

    @property
    def kids(self) -> list[str]:
        return [key["kid"] for key in self.tokens.public_keys()]


@pytest.fixture
def server(tmp_path: Path) -> Process:
    return Process(tmp_path)


@pytest.fixture
def command(tmp_path: Path, server: Process) -> Process:
    assert server.kids == ["demo-1"]
    return Process(tmp_path)


class TestRotate:
    def test_new_keys_serve_and_the_former_ones_stay(
        self, server: Process, command: Process, tmp_path: Path
    ) -> None:
        before = server.secrets.read()
        command.rotate()
        after = command.secrets.read()
        assert (after.encryption_key_id, after.signing_key_id) == ("demo-2", "demo-2")
        assert after.encryption_keys.items() > before.encryption_keys.items()
        assert after.signing_keys.items() > before.signing_keys.items()
        assert after.secret_key == before.secret_key
        assert after.blind_index_key == before.blind_index_key
        assert [path.name for path in tmp_path.iterdir()] == [DEMO_FILE]
        assert (tmp_path / DEMO_FILE).stat().st_mode & 0o077 == 0

    def test_older_ones_are_dropped(self, command: Process) -> None:
        command.rotate()
        command.rotate()
        held = command.secrets.read()
        assert held.encryption_keys.keys() == held.signing_keys.keys() == {"demo-2", "demo-3"}

    def test_of_two_that_saw_the_same_one_rotates(self, server: Process, command: Process) -> None:
        before = server.secrets.read()
        command.secrets.rotate(before)
        server.secrets.rotate(before)
        assert server.secrets.read() == command.secrets.read()
        assert server.secrets.read().encryption_key_id == "demo-2"

    async def test_many_at_once_lose_no_key(self, tmp_path: Path, server: Process) -> None:
        before = server.secrets.read()
        processes = [Process(tmp_path) for _ in range(8)]
        await asyncio.gather(*(asyncio.to_thread(one.secrets.rotate, before) for one in processes))
        after = server.secrets.read()
        assert after.encryption_keys.keys() == {"demo-1", "demo-2"}
        assert after.encryption_keys.items() > before.encryption_keys.items()


class TestARunningProcess:
    def test_seals_with_the_new_key_from_then_on(self, server: Process, command: Process) -> None:
        command.rotate()
        assert server.keyring.key_id_of(server.keyring.seal(b"x", NIR, new_id())) == "demo-2"

    def test_opens_what_another_sealed_with_a_key_it_did_not_know(
        self, server: Process, command: Process
    ) -> None:
        row = new_id()
        command.rotate()
        sealed = command.keyring.seal(b"number", NIR, row)
        assert server.keyring.open(sealed, NIR, row) == b"number"

    def test_rotated_twice_unnoticed_still_seals_what_others_open(
        self, server: Process, command: Process
    ) -> None:
        command.rotate()
        command.rotate()
        row = new_id()
        sealed = server.keyring.seal(b"number", NIR, row)
        assert command.keyring.open(sealed, NIR, row) == b"number"

    def test_accepts_tokens_of_both_keys_and_publishes_both(
        self, server: Process, command: Process
    ) -> None:
        old = a_token(server.tokens)
        command.rotate()
        server.verify(old)
        command.verify(old)
        server.verify(a_token(command.tokens))
        assert server.kids == command.kids == ["demo-1", "demo-2"]

    def test_forgets_keys_that_were_dropped(self, server: Process, command: Process) -> None:
        row = new_id()
        sealed, old = server.keyring.seal(b"number", NIR, row), a_token(server.tokens)
        server.verify(old)
        command.rotate()
        command.rotate()
        assert server.kids == ["demo-2", "demo-3"]
        with pytest.raises(Unauthenticated):
            server.verify(old)
        server.keyring.seal(b"", NIR, row)
        with pytest.raises(SealBroken):
            server.keyring.open(sealed, NIR, row)

    def test_keeps_its_keys_when_the_folder_goes(
        self, server: Process, command: Process, tmp_path: Path
    ) -> None:
        row = new_id()
        sealed = command.keyring.seal(b"number", NIR, row)
        shutil.rmtree(tmp_path)
        assert server.keyring.open(sealed, NIR, row) == b"number"
        assert server.keyring.seal(b"number", NIR, row)
        assert not tmp_path.exists()
