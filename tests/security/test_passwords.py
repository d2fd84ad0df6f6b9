"""Password hashes and the policy for new ones."""

import asyncio
import os
import sys
import threading

import pytest

from app.errors.requests import TemporarilyUnavailable
from app.security.password_policy import is_strong
from app.security.passwords import HOLD_SECONDS, LAST_PLACE, Argon2, Passwords
from app.settings import OWASP_MEMORY_KIB

PARAMETERS = "$argon2id$v=19$m=19456,t=2,p=1$"
OWN = ["Élodie", "Dupré-Martin", "elodie.dupre@example.org", "HCR Bien-Être"]


class TestPasswords:
    async def test_hashes_have_the_prescribed_parameters(self) -> None:
        passwords = Passwords(concurrency=1, queue=0)
        assert (await passwords.hash("une phrase de passe")).startswith(PARAMETERS)
        assert Argon2(OWASP_MEMORY_KIB).dummy.startswith(PARAMETERS)

    async def test_two_hashes_of_one_password_differ_and_both_match(self) -> None:
        passwords = Passwords(concurrency=1, queue=0)
        kept = [await passwords.hash("e\u0301te\u0301 indien") for _ in range(2)]
        assert kept[0] != kept[1]
        assert [await passwords.verify("été indien", one) for one in kept] == [True, True]
        assert not await passwords.verify("ete indien", kept[0])

    async def test_no_hash_matches_nothing_not_even_the_dummys_password(self) -> None:
        passwords = Passwords(concurrency=1, queue=0)
        assert not await passwords.verify("nobody has this password", None)

    async def test_beyond_the_queue_callers_are_told_to_come_back(self) -> None:
        passwords = Passwords(concurrency=1, queue=2)
        outcomes = await asyncio.gather(
            *(passwords.verify("x", None) for _ in range(5)), return_exceptions=True
        )
        refused = [one for one in outcomes if isinstance(one, TemporarilyUnavailable)]
        assert len(refused) == 2
        assert {one.retry_after for one in refused} == {1}
        assert not await passwords.verify("x", None)

    async def test_a_place_is_given_back_whatever_happens_in_it(self) -> None:
        passwords = Passwords(concurrency=1, queue=0)
        with pytest.raises(ZeroDivisionError):
            await self._fail_in_a_place(passwords)
        assert not await passwords.verify("x", None)

    async def _fail_in_a_place(self, passwords: Passwords) -> None:
        async with passwords.place():
            raise ZeroDivisionError

    async def test_whoever_has_a_place_may_compute_while_others_are_refused(self) -> None:
        passwords = Passwords(concurrency=1, queue=0)
        async with passwords.place() as place:
            kept = await place.hash("une phrase de passe")
            with pytest.raises(TemporarilyUnavailable):
                await passwords.hash("une autre phrase")
            assert await place.verify("une phrase de passe", kept)

    async def test_a_refusal_is_not_told_at_once(self) -> None:
        passwords = Passwords(concurrency=1, queue=0)
        async with passwords.place():
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(passwords.verify("x", None), HOLD_SECONDS[0] / 2)

    @pytest.mark.skipif(sys.platform != "linux", reason="threads have no priority of their own")
    async def test_the_threads_stand_back_behind_the_event_loop(self) -> None:
        passwords = Passwords(concurrency=1, queue=0)
        theirs = await asyncio.wrap_future(
            passwords._threads.submit(
                lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
            )
        )
        assert theirs == LAST_PLACE > os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


class TestPolicy:
    @pytest.mark.parametrize(
        "password",
        [
            "onze signes",
            "x" * 129,
            "azertyuiop123",
            "motdepasse1234",
            "111111111111111",
            "Elodie-Dupre-1990",
            "ÉLODIE dupré martin",
            "elodie.dupre@example.org",
        ],
    )
    def test_what_is_easy_to_guess_is_refused(self, password: str) -> None:
        assert not is_strong(password, OWN)

    @pytest.mark.parametrize(
        "password",
        [
            "quatre pas dans la neige",
            "Martin court sous la pluie fine",
            "x7#Kq9!mZ2@w",
            "§€°ç_^¨$*ù%µ£!;",
            "パスワードではない長い文",
        ],
    )
    def test_what_is_hard_to_guess_is_accepted_whatever_its_characters(self, password: str) -> None:
        assert is_strong(password, OWN)
