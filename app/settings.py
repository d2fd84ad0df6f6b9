"""Every setting of the product, read from the environment with the prefix `ESPACE_`."""

from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = ["127.0.0.0/8", "::1/128"]
WIDEST_NETWORK = {4: 8, 6: 16}
"""Prefix lengths by IP version: a wider network of ours would be full of strangers."""
WIDEST_HOME = {4: 16, 6: 48}
"""The same of a network a member is known from: a wider one has strangers of the same provider."""
MAX_SIGNING_KEYS = 2
IMPLICIT_TLS_PORT = 465
"""SMTP that begins with TLS; every other port needs STARTTLS."""
EXAMPLE_ISSUER = "https://espace-assure.example"
OWASP_MEMORY_KIB = 19_456
"""What OWASP's Password Storage Cheat Sheet asks of argon2id with two passes and one lane."""
PRODUCTION_NEEDS = (
    "secret_key",
    "blind_index_key",
    "encryption_keys",
    "encryption_key_id",
    "signing_keys",
    "signing_key_id",
    "database_url",
    "smtp_host",
    "sms_url",
    "sms_token",
)


class Profile(StrEnum):
    """Where the product runs: `demo` explains itself, `production` trusts nothing by default."""

    DEMO = "demo"
    PRODUCTION = "production"


class Delivery(StrEnum):
    """Where messages leave: the local mailbox of the demo, or real SMTP and SMS gateways."""

    MAILBOX = "mailbox"
    LIVE = "live"


class Settings(BaseSettings):
    """One value per setting; no secret has a default, the demo profile makes its own on disk."""

    model_config = SettingsConfigDict(env_prefix="ESPACE_", frozen=True, extra="ignore")

    profile: Profile = Field(
        Profile.DEMO, description="`demo` or `production`; production refuses unsafe settings."
    )
    data_dir: Path = Field(
        Path("data"), description="Folder of the embedded database, demo secrets and mailbox."
    )
    database_url: str | None = Field(
        None, description="`postgresql://…` in production; default: SQLite inside the data folder."
    )
    allow_sqlite: bool = Field(
        False, description="Production refuses SQLite unless this says it is wanted."
    )
    read_pool_size: int = Field(
        16,
        ge=1,
        description="Connections of the read road per process: as many as requests at once.",
    )
    write_pool_size: int = Field(8, ge=1, description="Connections of the write road per process.")
    pool_timeout_seconds: float = Field(
        5, gt=0, description="Wait for a free connection before answering 503."
    )
    redis_url: str | None = Field(
        None,
        pattern="^rediss?://",
        description="`redis://…` or `rediss://…`, of Redis or Valkey: request rates and the day's "
        "SMS, counted for all processes; default: this process's memory.",
    )

    storage_url: str | None = Field(
        None,
        pattern="^(file:///|s3://).",
        description="Where documents are kept: `file:///folder`, or `s3://bucket/prefix` with the "
        "usual `AWS_…` variables; default: `storage` inside the data folder.",
    )

    specialties_file: Path | None = Field(
        None,
        description="TOML list of specialities and what directories call them, instead of "
        "`app/services/providers/specialties.toml`; holds for the imports that follow.",
    )

    secret_key: SecretStr | None = Field(
        None, description="Base64, at least 32 bytes; keys of codes, refresh tokens, cursors."
    )
    blind_index_key: SecretStr | None = Field(
        None, description="Base64, 32 bytes; keyed index that finds a NIR without storing it."
    )
    encryption_keys: dict[str, SecretStr] = Field(
        default_factory=dict, description="JSON map of key id to base64 AES-256 key."
    )
    encryption_key_id: str | None = Field(None, description="Key id that seals new values.")
    signing_keys: dict[str, SecretStr] = Field(
        default_factory=dict, description="JSON map of `kid` to base64 Ed25519 seed, at most two."
    )
    signing_key_id: str | None = Field(None, description="`kid` that signs new access tokens.")

    issuer: str = Field(EXAMPLE_ISSUER, description="`iss` claim of access tokens.")
    trusted_proxies: list[str] = Field(
        default_factory=list,
        description="JSON list of networks whose X-Forwarded-For is believed; demo adds loopback.",
    )
    metrics_networks: list[str] = Field(
        default_factory=list,
        description="JSON list of networks that may read /metrics directly; demo adds loopback.",
    )
    max_body_bytes: int = Field(
        1_048_576, ge=1024, description="Largest ordinary request body; imports stream instead."
    )
    import_line_bytes: int = Field(
        1_048_576, ge=1024, description="Largest line of an import; a longer one is refused alone."
    )

    delivery: Delivery = Field(
        Delivery.LIVE, description="`mailbox` keeps messages on this machine (demo only)."
    )
    smtp_host: str | None = Field(None, description="SMTP relay.")
    smtp_port: int = Field(587, description="SMTP port; STARTTLS is required unless it is 465.")
    smtp_username: str | None = Field(None, description="SMTP account.")
    smtp_password: SecretStr | None = Field(None, description="SMTP password.")
    smtp_starttls: bool = Field(True, description="Refuse a relay that does not offer STARTTLS.")
    sms_url: str | None = Field(None, description="HTTPS address of the SMS provider.")
    sms_token: SecretStr | None = Field(None, description="Bearer token of the SMS provider.")
    sms_regions: list[str] = Field(
        default=["FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF"],
        description="JSON list of regions whose mobile numbers may receive an SMS.",
    )
    sms_daily_budget: int = Field(
        20_000, ge=0, description="SMS of codes in a day, of all portfolios together."
    )
    ways_in_per_minute: int = Field(
        120, ge=1, description="Requests to public operations of `/v1/auth` from one address."
    )

    questions_per_minute: int = Field(
        60, ge=1, description="Questions to the assistant from one address."
    )
    verifications_per_minute: int = Field(
        30, ge=1, description="Verifications of documents and downloads by link from one address."
    )

    embedded_worker: bool = Field(True, description="Run the worker inside the server process.")
    worker_concurrency: int = Field(4, ge=1, description="Messages sent at the same time.")

    event_stream_seconds: int = Field(
        300, ge=0, description="How long a stream of events lasts before the client comes back."
    )
    webhooks_to_loopback: bool = Field(
        False, description="Let webhooks name this machine, also by http; refused in production."
    )

    phone_recovery_wait_hours: int = Field(
        24, ge=1, le=240, description="Hours a lost phone's owner has to answer the notices."
    )
    step_up_ipv4_prefix: int = Field(32, ge=8, le=32, description="Width of a known IPv4 network.")
    step_up_ipv6_prefix: int = Field(64, ge=32, le=128, description="Width of a known IPv6 one.")
    password_hash_concurrency: int = Field(
        2, ge=1, description="argon2 computations at the same time per process."
    )
    password_hash_queue: int = Field(
        32, ge=0, description="argon2 computations that may wait; more are answered 503."
    )

    password_hash_memory_kib: int = Field(
        OWASP_MEMORY_KIB,
        ge=64,
        description="Memory of one argon2 computation; production refuses less than 19456.",
    )

    document_concurrency: int = Field(
        2, ge=1, description="PDFs drawn at the same time per process; more wait their turn."
    )

    @field_validator("trusted_proxies", "metrics_networks")
    @classmethod
    def _networks_are_networks(cls, value: list[str]) -> list[str]:
        for network in value:
            ip_network(network)
        return value

    @model_validator(mode="after")
    def _production_is_safe(self) -> Self:
        if self.profile is Profile.DEMO:
            return self
        missing = [f"ESPACE_{name.upper()}" for name in PRODUCTION_NEEDS if not getattr(self, name)]
        if missing:
            raise ValueError(f"production needs {', '.join(missing)}")
        if unsafe := [sentence for sentence, found in self._dangers().items() if found]:
            raise ValueError("; ".join(unsafe))
        return self

    def _dangers(self) -> dict[str, bool]:
        """What production refuses, and whether it is so here."""
        sqlite = self.database_address.startswith("sqlite")
        in_clear = not self.smtp_starttls and self.smtp_port != IMPLICIT_TLS_PORT
        return {
            "the demo mailbox (ESPACE_DELIVERY=mailbox) has no place here": (
                self.delivery is Delivery.MAILBOX
            ),
            "production refuses SQLite; set ESPACE_ALLOW_SQLITE=true to insist": (
                sqlite and not self.allow_sqlite
            ),
            "production needs ESPACE_REDIS_URL: processes that count apart let more through": (
                not sqlite and not self.redis_url
            ),
            "ESPACE_ISSUER must be this deployment's own https:// address": (
                self.issuer == EXAMPLE_ISSUER or not self.issuer.startswith("https://")
            ),
            "ESPACE_SIGNING_KEYS holds two keys at most, the current one and the one before": (
                len(self.signing_keys) > MAX_SIGNING_KEYS
            ),
            "ESPACE_TRUSTED_PROXIES must name proxies, not the internet": (
                any(map(_is_too_wide, self.trusted_proxies))
            ),
            "ESPACE_METRICS_NETWORKS must name who reads them, not the internet": (
                any(map(_is_too_wide, self.metrics_networks))
            ),
            "ESPACE_STEP_UP_IPV4_PREFIX must be 16 or more, or strangers are known": (
                self.step_up_ipv4_prefix < WIDEST_HOME[4]
            ),
            "ESPACE_STEP_UP_IPV6_PREFIX must be 48 or more, or strangers are known": (
                self.step_up_ipv6_prefix < WIDEST_HOME[6]
            ),
            "ESPACE_PASSWORD_HASH_MEMORY_KIB must be 19456 or more, or hashes are tried fast": (
                self.password_hash_memory_kib < OWASP_MEMORY_KIB
            ),
            "ESPACE_SMS_URL must begin with https://, codes travel there": (
                not (self.sms_url or "").startswith("https://")
            ),
            "ESPACE_WEBHOOKS_TO_LOOPBACK=true would let partners call what listens here": (
                self.webhooks_to_loopback
            ),
            "ESPACE_SMTP_STARTTLS=false would show ESPACE_SMTP_PASSWORD to the network": (
                self.smtp_password is not None and in_clear
            ),
        }

    @property
    def is_demo(self) -> bool:
        """Whether the mailbox, the movable clock and the fictional phone range exist."""
        return self.profile is Profile.DEMO

    @property
    def uses_mailbox(self) -> bool:
        """Whether messages stay on this machine: in the demo, unless a relay is configured."""
        return self.is_demo and self.smtp_host is None

    @property
    def believed_proxies(self) -> list[str]:
        """Networks whose X-Forwarded-For counts; the demo adds loopback so QA can move about."""
        return [*self.trusted_proxies, *(LOOPBACK if self.is_demo else [])]

    @property
    def metrics_readers(self) -> list[str]:
        """Networks that may read /metrics: a proxy on the same machine must not publish them."""
        return [*self.metrics_networks, *(LOOPBACK if self.is_demo else [])]

    @property
    def database_address(self) -> str:
        """Address of the database, the embedded SQLite file when none is configured."""
        return self.database_url or f"sqlite:///{self.data_dir / 'espace.sqlite3'}"


def _is_too_wide(network: str) -> bool:
    parsed = ip_network(network)
    return parsed.prefixlen < WIDEST_NETWORK[parsed.version]
