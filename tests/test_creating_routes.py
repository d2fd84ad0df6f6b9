"""Every POST takes an idempotency key, or is on the list below with the reason why not."""

from fastapi.routing import APIRoute

from app.dependencies.guards import Guard
from app.dependencies.idempotency import CreatingRoute, take_key
from app.dependencies.infrastructure import get_session
from tests.factories.apps import declared_app
from tests.test_route_guards import calls_of, routes_of

WAY_IN = "of the ways in: nothing of a session, a code or a secret is ever kept"
SECRET = "its answer is a secret, shown once"
ACCOUNT = "changes how the account is come into: codes and their counters make it happen once"
ENDS = "ends something: the second time there is nothing left to end"
MOVES = "moves what exists: the second time is a 409 that says where it stands"
ASKS = "answers and keeps nothing"
DISCLOSES = "discloses a full NIR: its answer is never kept, and each showing is recorded"
WITHOUT_KEY = {
    **dict.fromkeys(
        (
            "logIn",
            "refreshSession",
            "startStepUp",
            "startActivation",
            "startPasswordReset",
            "requestCode",
            "verifyCode",
            "choosePassword",
            "submitPhone",
            "submitTotp",
            "submitRecoveryCode",
            "submitPasskey",
            "startPhoneRecovery",
            "answerAlert",
        ),
        WAY_IN,
    ),
    **dict.fromkeys(("enrolTotp", "enrolPasskey", "makeRecoveryCodes"), SECRET),
    **dict.fromkeys(
        ("confirmTotp", "confirmPasskey", "startPhoneChange", "startEmailChange"), ACCOUNT
    ),
    **dict.fromkeys(("logOut", "logOutEverywhere", "closeAccount"), ENDS),
    **dict.fromkeys(("cancelChangeRequest", "moveChangeRequest", "moveThread"), MOVES),
    **dict.fromkeys(("simulateReimbursement", "askAssistant"), ASKS),
    **dict.fromkeys(("discloseNir", "discloseChangeRequestNir"), DISCLOSES),
}
IMPORTS = "/partner/v1/imports/"
"""Streams of lines: idempotent by the partner's own references, line by line."""


def posts() -> list[APIRoute]:
    return [route for route in routes_of(declared_app()) if "POST" in route.methods]


def takes_key(route: APIRoute) -> bool:
    return isinstance(route, CreatingRoute) and route.takes_key


class TestEveryPost:
    def test_it_takes_a_key_or_is_on_the_list(self) -> None:
        without = {one.operation_id for one in posts() if not takes_key(one)}
        streams = {one.operation_id for one in posts() if one.path.startswith(IMPORTS)}
        assert streams
        assert without - streams == set(WITHOUT_KEY)

    def test_what_takes_one_commits_its_answer_with_its_effect(self) -> None:
        creating = [route for route in posts() if takes_key(route)]
        assert creating
        for route in creating:
            assert get_session in set(calls_of(route.dependant)), route.operation_id

    def test_the_key_is_held_before_the_unit_of_work_begins(self) -> None:
        for route in filter(takes_key, posts()):
            calls = list(calls_of(route.dependant))
            guard = next(place for place, call in enumerate(calls) if isinstance(call, Guard))
            assert calls.index(take_key) < guard < calls.index(get_session), route.operation_id

    def test_the_document_says_so(self) -> None:
        paths = declared_app().openapi()["paths"]
        for route in posts():
            described = paths[route.path_format]["post"]
            named = {
                one["name"] for one in described.get("parameters", ()) if one["in"] == "header"
            }
            assert ("Idempotency-Key" in named) == takes_key(route), route.operation_id
            if takes_key(route):
                answers = described["responses"]
                assert "Idempotent-Replayed" in answers[str(route.status_code)]["headers"]
                assert "Retry-After" in answers["409"]["headers"]
                assert "`idempotency_key_busy`" in answers["409"]["description"]
                assert "`idempotency_key_reused`" in answers["422"]["description"]
