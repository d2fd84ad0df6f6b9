"""Who may move a request, and where: every move that is not in the table is refused."""

from itertools import product

from app.values.change_requests import LIFECYCLE, OPEN
from app.values.change_requests import ChangeRequestState as State
from app.values.lifecycles import StepActor

R, A, V, N, C = State
MOVES = {
    StepActor.PARTNER: {(R, A), (A, R), (R, V), (R, N)},
    StepActor.MEMBER: {(A, R), (R, C), (A, C)},
    StepActor.CLOCK: set(),
}


class TestChangeRequests:
    def test_each_actor_makes_the_moves_of_the_table_and_no_other(self) -> None:
        assert {
            actor: {pair for pair in product(State, State) if LIFECYCLE.allows(actor, *pair)}
            for actor in StepActor
        } == MOVES

    def test_what_is_decided_or_withdrawn_is_so_for_good(self) -> None:
        assert OPEN == (R, A)
