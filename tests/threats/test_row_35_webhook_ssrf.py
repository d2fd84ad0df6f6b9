"""Row 35, webhook SSRF: an address that a partner named leads to the internet or nowhere.

A server listens on this machine and counts: whatever the address, however its name resolves and
wherever a receiver sends us on, it counts no connection.
"""

from collections.abc import AsyncIterator

import pytest

from app.gateways.webhooks import AddressRefused, ReceiverUnreachable, Resolve, WebhookClient
from app.security.public_addresses import is_public
from app.settings import Settings
from tests.factories.settings import safe_settings
from tests.factories.webhooks import Receiver, receiving

ANY = "0.0.0.0"  # noqa: S104 - nothing is bound
INSIDE = [
    "127.0.0.1", "127.8.9.1", ANY, "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1",
    "169.254.169.254", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%lo", "fc00::1", "fd00:ec2::254", "ff02::1",
    "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1",
]  # fmt: skip
OUTSIDE = ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "::ffff:1.1.1.1"]
NAME = "receiver.example.org"


@pytest.fixture
async def inside() -> AsyncIterator[Receiver]:
    """What listens here and must not be called."""
    async with receiving() as receiver:
        yield receiver


def resolving(*answers: list[str]) -> tuple[Resolve, list[str]]:
    """A name that answers so, one after the other; and the names that were asked for."""
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return resolve, asked


async def refused(client: WebhookClient, url: str) -> bool:
    try:
        await client.post(url, {}, b"{}")
    except AddressRefused:
        return True
    finally:
        await client.close()
    return False


class TestAddresses:
    @pytest.mark.parametrize("address", INSIDE)
    def test_what_is_inside_is_not_public(self, address: str) -> None:
        assert not is_public(address)

    @pytest.mark.parametrize("address", OUTSIDE)
    def test_what_is_outside_is(self, address: str) -> None:
        assert is_public(address)


class TestCalls:
    @pytest.mark.parametrize(
        "host",
        ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1",
         "0177.0.0.1", "127.1", "127.0.0.1.", "localhost.", ANY],
    )  # fmt: skip
    async def test_this_machine_is_not_called_however_it_is_written(
        self, inside: Receiver, host: str
    ) -> None:
        for scheme in ("https", "http"):
            client = WebhookClient(loopback=False)
            try:
                assert await refused(client, f"{scheme}://{host}:{inside.port}/")
            except ReceiverUnreachable:
                assert host.endswith("."), "the machine knows no such name"
        assert inside.connections == 0

    @pytest.mark.parametrize("address", INSIDE)
    async def test_a_name_that_leads_inside_is_not_called(
        self, inside: Receiver, address: str
    ) -> None:
        for answer in ([address], [OUTSIDE[0], address]):
            resolve, _ = resolving(answer)
            client = WebhookClient(loopback=False, resolve=resolve)
            assert await refused(client, f"https://{NAME}:{inside.port}/")
        assert inside.connections == 0

    async def test_in_clear_nobody_is_called(self, inside: Receiver) -> None:
        resolve, asked = resolving([OUTSIDE[0]])
        client = WebhookClient(loopback=False, resolve=resolve)
        assert await refused(client, f"http://{NAME}:{inside.port}/")
        assert asked == []

    async def test_the_address_that_was_checked_is_the_one_that_is_called(
        self, inside: Receiver
    ) -> None:
        async with receiving() as elsewhere:
            resolve, asked = resolving(["127.0.0.1"], ["10.0.0.1"])
            client = WebhookClient(loopback=True, resolve=resolve)
            url = f"http://{NAME}:{elsewhere.port}/espace?a=1"
            assert await client.post(url, {}, b"{}") == 204
            await client.close()
            assert asked == [NAME], "resolved once: there is no second answer to fall for"
            assert elsewhere.received[0][0]["host"] == f"{NAME}:{elsewhere.port}"
        assert inside.connections == 0

    async def test_a_redirect_is_not_followed(self, inside: Receiver) -> None:
        async with receiving() as elsewhere:
            elsewhere.answer = f"307 Temporary Redirect\r\nlocation: {inside.url}"
            client = WebhookClient(loopback=True)
            assert await client.post(elsewhere.url, {}, b"{}") == 307
            await client.close()
            assert elsewhere.connections == 1
        assert inside.connections == 0

    async def test_no_proxy_of_the_environment_is_used(
        self, inside: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{inside.port}")
        async with receiving() as elsewhere:
            client = WebhookClient(loopback=True)
            assert await client.post(elsewhere.url, {}, b"{}") == 204
            await client.close()
        assert inside.connections == 0

    async def test_an_endless_answer_is_not_read(self) -> None:
        async with receiving() as endless:
            endless.answer = "200 OK\r\ncontent-length: 1000000000000"
            client = WebhookClient(loopback=True)
            assert await client.post(endless.url, {}, b"{}") == 200
            await client.close()


class TestProduction:
    def test_it_never_allows_this_machine(self) -> None:
        with pytest.raises(ValueError, match="ESPACE_WEBHOOKS_TO_LOOPBACK"):
            Settings(**safe_settings(webhooks_to_loopback=True))
