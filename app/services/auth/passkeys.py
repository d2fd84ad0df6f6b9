"""Passkeys (W3C Web Authentication): what is asked of a device, and whether its answer holds.

Challenges are derived, with a key outside the database, from what they belong to: nothing is stored
until the answer comes, and a challenge is of use for one enrolment or one flow.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from app.errors.second_factors import WrongPasskey
from app.repositories.base import AnyRow
from app.schemas.passkeys import (
    PasskeyAlgorithmRead,
    PasskeyAssertion,
    PasskeyAttestation,
    PasskeyCreationRead,
    PasskeyDescriptorRead,
    PasskeyPartyRead,
    PasskeyRequestRead,
    PasskeySelectionRead,
    PasskeyUserRead,
)
from app.security.base64url import decode, encode
from app.security.keyring import Keyring
from app.services.auth.standing import PasskeyHandle, Standing
from app.services.portfolios import CurrentPortfolio

TIMEOUT_MS = 60_000
ALGORITHMS = (-8, -7, -257)
"""EdDSA, ES256 and RS256 (COSE, RFC 9053): what devices make today."""
TYPE, PREFERRED, NONE = "public-key", "preferred", "none"


@dataclass(frozen=True, slots=True)
class MadePasskey:
    """A passkey that a device proved to have made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]


class PasskeyRules:
    """Options and verification, by the portfolio's domain and origins."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def request_options(
        self, portfolio: CurrentPortfolio, standing: Standing
    ) -> PasskeyRequestRead | None:
        """What a passkey of the account signs for this flow; None where it has none."""
        handles = standing.factors.passkeys
        if not handles or not standing.methods:
            return None
        return PasskeyRequestRead(
            challenge=encode(self._flow_challenge(standing.id)),
            rp_id=domain_of(portfolio),
            allow_credentials=[_descriptor(handle) for handle in handles],
            timeout=TIMEOUT_MS,
            user_verification=PREFERRED,
        )

    def creation_options(
        self,
        portfolio: CurrentPortfolio,
        *,
        factor_id: UUID,
        account_id: UUID,
        email: str,
        known: Iterable[PasskeyHandle],
    ) -> PasskeyCreationRead:
        """What a device needs to make a passkey for this enrolment."""
        return PasskeyCreationRead(
            rp=PasskeyPartyRead(id=domain_of(portfolio), name=portfolio.configuration.brand),
            user=PasskeyUserRead(id=encode(account_id.bytes), name=email, display_name=email),
            challenge=encode(self._enrolment_challenge(factor_id)),
            pub_key_cred_params=[
                PasskeyAlgorithmRead(type=TYPE, alg=number) for number in ALGORITHMS
            ],
            timeout=TIMEOUT_MS,
            exclude_credentials=[_descriptor(handle) for handle in known],
            authenticator_selection=PasskeySelectionRead(
                resident_key=PREFERRED, user_verification=PREFERRED
            ),
            attestation=NONE,
        )

    def made(
        self, portfolio: CurrentPortfolio, factor_id: UUID, credential: PasskeyAttestation
    ) -> MadePasskey:
        """The passkey of an enrolment.

        Raises:
            WrongPasskey: made for another challenge, domain or page, or not readable.
        """
        # The library, with its CBOR and ASN.1, is loaded by the first passkey.
        from webauthn import verify_registration_response  # noqa: PLC0415
        from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

        try:
            verified = verify_registration_response(
                credential=credential.model_dump(by_alias=True, exclude_none=True),
                expected_challenge=self._enrolment_challenge(factor_id),
                expected_rp_id=domain_of(portfolio),
                expected_origin=_origins(portfolio),
            )
        except (WebAuthnException, ValueError, KeyError, TypeError):
            raise WrongPasskey from None
        return MadePasskey(
            credential_id=verified.credential_id,
            public_key=verified.credential_public_key,
            sign_count=verified.sign_count,
            transports=tuple(credential.response.transports),
        )

    def verify(
        self,
        portfolio: CurrentPortfolio,
        standing: Standing,
        passkey: AnyRow,
        credential: PasskeyAssertion,
    ) -> int | None:
        """The passkey's new counter when it signed this flow's challenge; None when it did not.

        A counter that does not grow is that of a copy: refused.
        """
        from webauthn import verify_authentication_response  # noqa: PLC0415 - as above
        from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

        try:
            verified = verify_authentication_response(
                credential=credential.model_dump(by_alias=True, exclude_none=True),
                expected_challenge=self._flow_challenge(standing.id),
                expected_rp_id=domain_of(portfolio),
                expected_origin=_origins(portfolio),
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError):
            return None
        return verified.new_sign_count

    def _flow_challenge(self, flow_id: UUID) -> bytes:
        return self._keyring.mac("passkey.flow", flow_id.bytes)

    def _enrolment_challenge(self, factor_id: UUID) -> bytes:
        return self._keyring.mac("passkey.enrolment", factor_id.bytes)


def credential_id_of(credential: PasskeyAssertion) -> bytes:
    """The id of the passkey that answers."""
    return decode(credential.raw_id)


def domain_of(portfolio: CurrentPortfolio) -> str:
    """The domain that passkeys of the portfolio belong to."""
    configuration = portfolio.configuration
    return (
        configuration.passkey_domain or urlsplit(str(configuration.member_space_url)).hostname or ""
    )


def _origins(portfolio: CurrentPortfolio) -> list[str]:
    space = urlsplit(str(portfolio.configuration.member_space_url))
    return [f"{space.scheme}://{space.netloc}", *portfolio.configuration.allowed_origins]


def _descriptor(handle: PasskeyHandle) -> PasskeyDescriptorRead:
    return PasskeyDescriptorRead(
        type=TYPE, id=encode(handle.credential_id), transports=list(handle.transports)
    )
