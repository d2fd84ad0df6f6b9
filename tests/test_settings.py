"""Settings: production refuses what is unsafe."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.security.secrets import load_secrets
from app.settings import Delivery, Profile, Settings

KEY = base64.b64encode(bytes(range(32))).decode()
SAFE = {
    "profile": "production",
    "database_url": "postgresql://espace@db/espace",
    "secret_key": KEY,
    "blind_index_key": KEY,
    "encryption_keys": {"a": KEY},
    "encryption_key_id": "a",
    "signing_keys": {"a": KEY},
    "signing_key_id": "a",
    "smtp_host": "smtp.example.org",
    "sms_url": "https://sms.example.org/",
    "sms_token": "token",
}


class TestProductionProfile:
    def test_complete_settings_are_accepted(self) -> None:
        assert Settings(**SAFE).profile is Profile.PRODUCTION

    @pytest.mark.parametrize("name", sorted(set(SAFE) - {"profile"}))
    def test_each_missing_secret_is_named(self, name: str) -> None:
        with pytest.raises(ValidationError, match=f"ESPACE_{name.upper()}"):
            Settings(**{key: value for key, value in SAFE.items() if key != name})

    @pytest.mark.parametrize("network", ["0.0.0.0/0", "::/0"])
    def test_a_wildcard_proxy_list_is_refused(self, network: str) -> None:
        with pytest.raises(ValidationError, match="TRUSTED_PROXIES"):
            Settings(**SAFE, trusted_proxies=[network])

    def test_a_star_is_not_a_proxy_list(self) -> None:
        with pytest.raises(ValidationError):
            Settings(**SAFE, trusted_proxies=["*"])

    def test_sqlite_is_refused_unless_wanted(self) -> None:
        sqlite = {**SAFE, "database_url": "sqlite:///data/espace.sqlite3"}
        with pytest.raises(ValidationError, match="SQLite"):
            Settings(**sqlite)
        assert Settings(**sqlite, allow_sqlite=True).allow_sqlite

    def test_the_demo_mailbox_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="mailbox"):
            Settings(**SAFE, delivery=Delivery.MAILBOX)

    def test_the_server_does_not_start(self, tmp_path: Path) -> None:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ESPACE_")},
            "ESPACE_PROFILE": "production",
            "ESPACE_DATA_DIR": str(tmp_path),
        }
        command = [sys.executable, "-m", "app", "serve", "--port", "0"]
        result = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert result.returncode == 1
        assert "ESPACE_SECRET_KEY" in result.stderr
        assert "Traceback" not in result.stderr

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
