"""What a second factor leads to, whichever it was: a session, or a session made fresh."""

from app.errors.authentication import FlowStepOutOfOrder
from app.services.auth.sessions import Evidence, SessionOpener, SessionTokens
from app.services.auth.standing import Standing
from app.services.portfolios import CurrentPortfolio
from app.values.flows import FlowKind
from app.values.principals import RequestOrigin
from app.values.sessions import AuthenticationMethod, ClientKind
from app.values.step_up import StepUpReason


class SecondFactorGrant:
    """The end of a login or of a step-up, in the caller's unit of work."""

    def __init__(self, opener: SessionOpener) -> None:
        self._opener = opener

    async def give(
        self,
        portfolio: CurrentPortfolio,
        standing: Standing,
        method: AuthenticationMethod,
        origin: RequestOrigin,
    ) -> SessionTokens:
        """Tokens, once the factor is used up.

        Raises:
            FlowStepOutOfOrder: flows of this kind open nothing.
            InvalidCredentials: the account may not come in, or its session is over.
        """
        if standing.account_id is None:
            raise FlowStepOutOfOrder
        if standing.kind is FlowKind.STEP_UP and standing.session_id is not None:
            return await self._opener.raise_assurance(
                portfolio, standing.session_id, standing.account_id, method, origin
            )
        if standing.kind is not FlowKind.LOGIN or not (standing.network and standing.client):
            raise FlowStepOutOfOrder
        evidence = Evidence(
            methods=(AuthenticationMethod.PASSWORD, method),
            device_id=standing.device_id,
            reasons=tuple(StepUpReason(reason) for reason in standing.reasons or ()),
        )
        return await self._opener.open(
            portfolio,
            standing.account_id,
            evidence,
            client=ClientKind(standing.client),
            network=standing.network,
            origin=origin,
        )
