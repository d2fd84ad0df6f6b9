"""Passkeys in the JSON forms of Web Authentication Level 3 (W3C, §5.1 and §5.4).

They are handed as they are to `PublicKeyCredential.parseCreationOptionsFromJSON()` and
`parseRequestOptionsFromJSON()`, and come back from `credential.toJSON()`: their names are the
standard's, in camel case. Binary values are base64url without padding.
"""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from app.schemas.base import Body, Line, OpaqueId, Read, Storable

Base64Url = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=20_000)]
CredentialId = Annotated[str, StringConstraints(max_length=1_400), Storable]
Transport = Annotated[str, StringConstraints(pattern=r"^[a-z-]{1,32}$")]
CHALLENGE = "u6cQp3mXh2b1y0v9n8m7l6k5j4h3g2f1d0s9a8q7w6e"
CREDENTIAL_ID = "AbCdEfGhIjKlMnOpQrStUv"
DESCRIPTOR: dict[str, Any] = {
    "type": "public-key",
    "id": CREDENTIAL_ID,
    "transports": ["internal", "hybrid"],
}
REQUEST_OPTIONS: dict[str, Any] = {
    "challenge": CHALLENGE,
    "rpId": "espace.example.org",
    "allowCredentials": [DESCRIPTOR],
    "timeout": 60000,
    "userVerification": "preferred",
}
CREATION_OPTIONS: dict[str, Any] = {
    "rp": {"id": "espace.example.org", "name": "HCR Bien-Être"},
    "user": {
        "id": "AZhfLm06fBuaUw9tHCs6TQ",
        "name": "alex.bernard@example.org",
        "displayName": "alex.bernard@example.org",
    },
    "challenge": CHALLENGE,
    "pubKeyCredParams": [{"type": "public-key", "alg": -8}, {"type": "public-key", "alg": -7}],
    "timeout": 60000,
    "excludeCredentials": [],
    "authenticatorSelection": {"residentKey": "preferred", "userVerification": "preferred"},
    "attestation": "none",
}
ASSERTION: dict[str, Any] = {
    "id": CREDENTIAL_ID,
    "rawId": CREDENTIAL_ID,
    "type": "public-key",
    "response": {
        "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
        "authenticatorData": "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MBAAAAAA",
        "signature": "MEUCIQDTGVxhrbHBWZ0aFkWXSrmjL8gUtjIAr3YzTHI",
    },
    "clientExtensionResults": {},
}
ATTESTATION: dict[str, Any] = {
    **ASSERTION,
    "response": {
        "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
        "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YQ",
        "transports": ["internal"],
    },
}


class _Options(Read):
    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True)


class PasskeyDescriptorRead(_Options):
    """A passkey, by what finds it on its device."""

    type: Literal["public-key"]
    """The only type there is."""
    id: str
    """Credential id."""
    transports: list[str]
    """How the device may be reached; empty when it did not say."""


class PasskeyRequestRead(_Options):
    """What a passkey signs to stand for the second factor of this flow."""

    model_config = ConfigDict(json_schema_extra={"examples": [REQUEST_OPTIONS]})

    challenge: str
    """To be signed; belongs to this flow alone."""
    rp_id: str
    """The domain the passkeys belong to."""
    allow_credentials: list[PasskeyDescriptorRead]
    """The account's passkeys."""
    timeout: int
    """Milliseconds the browser may take."""
    user_verification: Literal["preferred"]
    """The device asks for its own unlocking when it can."""


class PasskeyPartyRead(_Options):
    """The member space, as the device shows it."""

    id: str
    """The domain the passkey will belong to."""
    name: str
    """The brand."""


class PasskeyUserRead(_Options):
    """The account, as the device shows it."""

    id: str
    """An opaque handle of the account."""
    name: str
    """The account's e-mail."""
    display_name: str
    """The same."""


class PasskeyAlgorithmRead(_Options):
    """A signature algorithm that is accepted."""

    type: Literal["public-key"]
    """The only type there is."""
    alg: int
    """COSE number of the algorithm (RFC 9053)."""


class PasskeySelectionRead(_Options):
    """What the device should be able to do."""

    resident_key: Literal["preferred"]
    """The device remembers whose passkey it is, when it can."""
    user_verification: Literal["preferred"]
    """The device asks for its own unlocking, when it can."""


class PasskeyCreationRead(_Options):
    """What a device needs to make a passkey."""

    model_config = ConfigDict(json_schema_extra={"examples": [CREATION_OPTIONS]})

    rp: PasskeyPartyRead
    user: PasskeyUserRead
    challenge: str
    """To be signed; belongs to this enrolment alone."""
    pub_key_cred_params: list[PasskeyAlgorithmRead]
    """Accepted algorithms, the preferred one first."""
    timeout: int
    """Milliseconds the browser may take."""
    exclude_credentials: list[PasskeyDescriptorRead]
    """Passkeys the account has already: a device that holds one makes no other."""
    authenticator_selection: PasskeySelectionRead
    attestation: Literal["none"]
    """The make of the device is not asked."""


class _Signed(Body):
    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=False)


class PasskeyExtensions(Body):
    """Answers of extensions; none is asked, what a device volunteers is not looked at."""

    model_config = ConfigDict(extra="ignore")


class PasskeyAssertionResponse(_Signed):
    """What the device signed."""

    client_data: Annotated[Base64Url, Field(alias="clientDataJSON")]
    """The browser's account of the ceremony."""
    authenticator_data: Base64Url
    """The device's account of it."""
    signature: Base64Url
    """Over both."""
    user_handle: Base64Url | None = None
    """Whose passkey the device says it is."""


class PasskeyAttestationResponse(_Signed):
    """What the device made. The last three repeat what the attestation holds."""

    client_data: Annotated[Base64Url, Field(alias="clientDataJSON")]
    """The browser's account of the ceremony."""
    attestation_object: Base64Url
    """The passkey's public key, by the device."""
    transports: Annotated[tuple[Transport, ...], Field(max_length=10)] = ()
    """How the device may be reached."""
    authenticator_data: Base64Url | None = None
    """Not looked at."""
    public_key: Base64Url | None = None
    """Not looked at."""
    public_key_algorithm: int | None = None
    """Not looked at."""


class _Credential(_Signed):
    id: CredentialId
    """Credential id."""
    raw_id: CredentialId
    """The same."""
    type: Literal["public-key"]
    """The only type there is."""
    authenticator_attachment: Literal["platform", "cross-platform"] | None = None
    """Where the passkey lives."""
    client_extension_results: PasskeyExtensions = PasskeyExtensions()
    """Not looked at."""


class PasskeyAssertion(_Credential):
    """`credential.toJSON()` after `navigator.credentials.get()`."""

    model_config = ConfigDict(json_schema_extra={"examples": [ASSERTION]})

    response: PasskeyAssertionResponse


class PasskeyAttestation(_Credential):
    """`credential.toJSON()` after `navigator.credentials.create()`."""

    model_config = ConfigDict(json_schema_extra={"examples": [ATTESTATION]})

    response: PasskeyAttestationResponse


class PasskeySubmission(Body):
    """The passkey's answer to the flow's `passkey` options."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"credential": ASSERTION}]})

    credential: PasskeyAssertion


class PasskeyCreate(Body):
    """A passkey to enrol."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "iPhone de Camille"}]})

    name: Annotated[Line, StringConstraints(max_length=80)]
    """How the member calls it."""


class PasskeyEnrolmentRead(Read):
    """An enrolment under way: make the passkey with `options`, then confirm it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d", "options": CREATION_OPTIONS}
            ]
        }
    )

    id: OpaqueId
    """Goes into the address of the confirmation; lives fifteen minutes."""
    options: PasskeyCreationRead


class PasskeyConfirmation(Body):
    """The passkey that the device made."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"credential": ATTESTATION}]})

    credential: PasskeyAttestation
