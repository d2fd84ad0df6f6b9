"""Settings: production refuses what is unsafe."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.security.secrets import load_secrets
from app.settings import Delivery, Profile, Settings
from tests.factories.settings import a_key, safe_settings

SAFE = safe_settings()


def serve(data_dir: Path, port: int, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the server as an operator would, and wait for it to give up."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ESPACE_")}
    return subprocess.run(
        [sys.executable, "-m", "app", "serve", "--port", str(port)],
        env={**clean, "ESPACE_DATA_DIR": str(data_dir), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class TestProductionProfile:
    def test_complete_settings_are_accepted(self) -> None:
        assert Settings(**SAFE).profile is Profile.PRODUCTION

    @pytest.mark.parametrize("name", sorted(set(SAFE) - {"profile"}))
    def test_each_missing_secret_is_named(self, name: str) -> None:
        with pytest.raises(ValidationError, match=f"ESPACE_{name.upper()}"):
            Settings(**{key: value for key, value in SAFE.items() if key != name})

    @pytest.mark.parametrize("network", ["0.0.0.0/0", "::/0", "128.0.0.0/1", "2000::/3"])
    def test_a_wildcard_proxy_list_is_refused(self, network: str) -> None:
        with pytest.raises(ValidationError, match="TRUSTED_PROXIES"):
            Settings(**SAFE, trusted_proxies=[network])

    @pytest.mark.parametrize("network", ["0.0.0.0/0", "::/0", "10.0.0.0/7", "fc00::/7"])
    def test_metrics_for_the_internet_are_refused(self, network: str) -> None:
        with pytest.raises(ValidationError, match="METRICS_NETWORKS"):
            Settings(**SAFE, metrics_networks=["10.0.0.0/8", network])

    def test_a_star_is_not_a_proxy_list(self) -> None:
        with pytest.raises(ValidationError):
            Settings(**SAFE, trusted_proxies=["*"])

    def test_sqlite_is_refused_unless_wanted(self) -> None:
        sqlite = {**SAFE, "database_url": "sqlite:///data/espace.sqlite3"}
        with pytest.raises(ValidationError, match="SQLite"):
            Settings(**sqlite)
        assert Settings(**sqlite, allow_sqlite=True).allow_sqlite

    def test_processes_must_count_together(self) -> None:
        alone = {name: value for name, value in SAFE.items() if name != "redis_url"}
        with pytest.raises(ValidationError, match="REDIS_URL"):
            Settings(**alone)
        with pytest.raises(ValidationError, match="REDIS_URL"):
            Settings(**alone, allow_sqlite=True)
        sqlite = {**alone, "database_url": "sqlite:///data/espace.sqlite3"}
        assert Settings(**sqlite, allow_sqlite=True).redis_url is None

    @pytest.mark.parametrize("address", ["127.0.0.1:6379", "valkey://store", "memory://", ""])
    def test_an_address_that_is_no_store_is_refused(self, address: str) -> None:
        with pytest.raises(ValidationError, match="redis_url"):
            Settings(**{**SAFE, "redis_url": address})

    @pytest.mark.parametrize(
        "issuer", ["https://espace-assure.example", "http://espace.example.org", "espace"]
    )
    def test_tokens_bear_the_name_of_this_deployment(self, issuer: str) -> None:
        with pytest.raises(ValidationError, match="ESPACE_ISSUER"):
            Settings(**{**SAFE, "issuer": issuer})

    def test_a_third_signing_key_is_refused(self) -> None:
        keys = {name: a_key(place) for place, name in enumerate("abc", start=10)}
        two = {name: keys[name] for name in "ab"}
        assert len(Settings(**{**SAFE, "signing_keys": two}).signing_keys) == 2
        with pytest.raises(ValidationError, match="SIGNING_KEYS"):
            Settings(**{**SAFE, "signing_keys": keys})

    def test_a_mail_password_never_travels_in_clear(self) -> None:
        relay = {**SAFE, "smtp_password": "secret", "smtp_starttls": False}
        with pytest.raises(ValidationError, match="SMTP_STARTTLS"):
            Settings(**relay)
        assert Settings(**relay, smtp_port=465).smtp_port == 465
        assert Settings(**{**relay, "smtp_password": None}).smtp_password is None

    @pytest.mark.parametrize(
        ("name", "prefix", "narrower"),
        [("step_up_ipv4_prefix", 15, 16), ("step_up_ipv6_prefix", 47, 48)],
    )
    def test_half_a_provider_is_no_known_network(
        self, name: str, prefix: int, narrower: int
    ) -> None:
        with pytest.raises(ValidationError, match=f"ESPACE_{name.upper()}"):
            Settings(**SAFE, **{name: prefix})
        assert getattr(Settings(**SAFE, **{name: narrower}), name) == narrower

    def test_hashes_are_dear(self) -> None:
        with pytest.raises(ValidationError, match="PASSWORD_HASH_MEMORY_KIB"):
            Settings(**SAFE, password_hash_memory_kib=19_455)

    def test_every_danger_is_told_at_once(self) -> None:
        with pytest.raises(ValidationError) as refused:
            Settings(**SAFE, step_up_ipv4_prefix=8, metrics_networks=["0.0.0.0/0"])
        assert "STEP_UP_IPV4_PREFIX" in str(refused.value)
        assert "METRICS_NETWORKS" in str(refused.value)

    def test_codes_never_travel_to_an_sms_provider_in_clear(self) -> None:
        with pytest.raises(ValidationError, match="https"):
            Settings(**{**SAFE, "sms_url": "http://sms.example.org/"})

    def test_metrics_are_open_to_nobody_unless_named(self) -> None:
        assert Settings(**SAFE).metrics_readers == []
        assert Settings(**SAFE, metrics_networks=["10.1.0.0/16"]).metrics_readers == ["10.1.0.0/16"]

    def test_complete_secrets_are_loaded(self) -> None:
        assert load_secrets(Settings(**SAFE)).signing_key_id == "a"

    def test_a_key_that_serves_twice_is_refused(self) -> None:
        with pytest.raises(ValueError, match="serves twice"):
            load_secrets(Settings(**{**SAFE, "blind_index_key": a_key(0)}))

    def test_the_demo_mailbox_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="mailbox"):
            Settings(**SAFE, delivery=Delivery.MAILBOX)

    @pytest.mark.parametrize(
        ("environment", "reason"),
        [
            ({"ESPACE_PROFILE": "production"}, "ESPACE_SECRET_KEY"),
            ({"ESPACE_TRUSTED_PROXIES": "abc"}, "trusted_proxies"),
            ({"ESPACE_PROFILE": "prod"}, "ESPACE_PROFILE"),
        ],
    )
    def test_the_server_says_why_it_does_not_start(
        self, tmp_path: Path, environment: dict[str, str], reason: str
    ) -> None:
        result = serve(tmp_path, 0, **environment)
        assert result.returncode == 1
        assert reason in result.stderr
        assert "Traceback" not in result.stderr

    def test_a_busy_port_is_named(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            result = serve(tmp_path, port)
        assert result.returncode == 1
        assert f"Cannot listen on 127.0.0.1, port {port}" in " ".join(result.stderr.split())

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"secret_key": "c2hvcnQ="}, "32 bytes"),
            ({"blind_index_key": "not base64!"}, "base64"),
            ({"encryption_key_id": "b"}, "ENCRYPTION_KEY_ID"),
            ({"signing_key_id": "b"}, "SIGNING_KEY_ID"),
        ],
    )
    def test_secrets_that_cannot_work_are_refused(
        self, change: dict[str, str], reason: str
    ) -> None:
        with pytest.raises(ValueError, match=reason):
            load_secrets(Settings(**{**SAFE, **change}))


class TestDemoSecrets:
    def test_they_are_made_once_and_kept_private(self, tmp_path: Path) -> None:
        settings = Settings(profile=Profile.DEMO, data_dir=tmp_path)
        first, second = load_secrets(settings), load_secrets(settings)
        assert first == second
        file = tmp_path / "demo-secrets.json"
        assert file.stat().st_mode & 0o077 == 0
        assert json.loads(file.read_text())["encryption_key_id"] == "demo-1"
