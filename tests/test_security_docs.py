"""What the pages on security claim can be looked up: rows, requirements, files and figures."""

import csv
import re
from datetime import timedelta
from math import log2
from pathlib import Path

import pytest

from app.security import access_tokens, password_policy, recovery_codes, totp
from app.services import partner_tokens
from app.services.auth import account_security, flows, limits, phone_recovery, refresh, sessions
from app.services.auth.standing import MAX_SENDS, MAX_SUBMISSIONS, RESEND_DELAYS
from app.settings import Settings
from app.values.flows import CodeChannel
from app.values.sessions import ClientKind
from app.values.step_up import FRESH, NETWORK_MEMORY

ROOT = Path(__file__).resolve().parents[1]
STANDARD = ROOT.parent / "shared/data/standards/owasp_asvs_5.0.0.csv"
PAGES = (ROOT / "docs/security.md", ROOT / "docs/asvs.md", ROOT / "docs/keys.md")
SECURITY, ASVS = (page.read_text() for page in PAGES[:2])
FOLDERS = "app|bench|docs|migrations|openapi|scripts|tests"
FILES = (
    r"Dockerfile|NOTICE|LICENSE|Makefile|\.dockerignore|pyproject\.toml|requirements[\w-]*\.lock"
)
PATH = re.compile(rf"`((?:{FOLDERS})/[\w./-]+|{FILES})`")
SECTION = re.compile(r"\[security\]\(security\.md\)(?:, “([^”]+)”)?")
SETTING = re.compile(r"ESPACE_([A-Z0-9_]+)")
ROW = re.compile(r"^\| (\d+) \|(.*)$", re.MULTILINE)
REQUIREMENT = re.compile(
    r"^\| (V\d+\.\d+\.\d+) \|([^|]+)\| (met|part|not met|n/a) \|([^|]+)\|$", re.MULTILINE
)
GROUP = re.compile(r"^\| \*\*(V\d+\.\d+)\*\* \|", re.MULTILINE)
THREATS, LATER = 42, {27, 28, 29}
"""`LATER` comes with uploads: a test of theirs moves it out of here."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
class TestWhatIsNamed:
    def test_every_file_exists(self, page: Path) -> None:
        named = set(PATH.findall(page.read_text()))
        assert {path for path in named if not (ROOT / path).exists()} == set()

    def test_every_setting_exists(self, page: Path) -> None:
        named = set(SETTING.findall(page.read_text()))
        assert named <= {name.upper() for name in Settings.model_fields}


class TestThreats:
    def test_every_row_is_there_once(self) -> None:
        assert [int(number) for number, _ in ROW.findall(SECURITY)] == list(range(1, THREATS + 1))

    def test_every_row_names_its_own_test_or_what_it_comes_with(self) -> None:
        tested, later = set(), set()
        for number, line in ROW.findall(SECURITY):
            tested |= (
                {int(number)} if f"tests/threats/test_row_{int(number):02}_" in line else set()
            )
            later |= {int(number)} if "comes with " in line else set()
        assert tested == set(range(1, THREATS + 1)) - LATER
        assert later == LATER

    def test_every_row_that_is_tested_names_code(self) -> None:
        lines = {int(number): line for number, line in ROW.findall(SECURITY)}
        silent = {number for number, line in lines.items() if "`app/" not in line}
        assert silent <= LATER

    def test_every_test_of_a_row_is_named_by_its_row(self) -> None:
        lines = {int(number): line for number, line in ROW.findall(SECURITY)}
        files = [path.name for path in (ROOT / "tests/threats").glob("test_row_*.py")]
        assert files
        assert [name for name in files if name not in lines[int(name.split("_")[2])]] == []


class TestRequirements:
    def test_those_of_level_one_and_two_are_there_once(self) -> None:
        if not STANDARD.exists():
            pytest.skip("the standard is not beside this project")
        with STANDARD.open(encoding="utf-8") as file:
            wanted = [row["req_id"] for row in csv.DictReader(file) if row["L"] in {"1", "2"}]
        assert [number for number, *_ in REQUIREMENT.findall(ASVS)] == wanted

    def test_each_is_under_its_section(self) -> None:
        section, misplaced = "", []
        for line in ASVS.splitlines():
            if found := GROUP.match(line):
                section = found[1]
            elif (one := REQUIREMENT.match(line)) and one[1].rpartition(".")[0] != section:
                misplaced.append(one[1])
        assert misplaced == []
        assert len(set(GROUP.findall(ASVS))) == len(GROUP.findall(ASVS))

    def test_no_line_is_left_out_for_its_form(self) -> None:
        assert len(REQUIREMENT.findall(ASVS)) == len(re.findall(r"^\| V\d", ASVS, re.MULTILINE))

    def test_what_is_met_says_where_and_what_is_not_says_why(self) -> None:
        silent = []
        for number, asks, verdict, where in REQUIREMENT.findall(ASVS):
            shown = PATH.search(where) or SECTION.search(where)
            if not asks.strip() or not where.strip() or (verdict == "met" and not shown):
                silent.append(number)
        assert silent == []

    def test_every_section_that_is_pointed_to_exists(self) -> None:
        titles = set(re.findall(r"^## (.+)$", SECURITY, re.MULTILINE))
        assert {title for title in SECTION.findall(ASVS) if title} <= titles

    def test_the_sum_told_is_the_sum(self) -> None:
        verdicts = [verdict for _, _, verdict, _ in REQUIREMENT.findall(ASVS)]
        told = re.search(r"(\d+) are met, (\d+) in part, (\d+) is not, (\d+) do not apply", ASVS)
        assert told
        assert [int(number) for number in told.groups()] == [
            verdicts.count(verdict) for verdict in ("met", "part", "not met", "n/a")
        ]


def default(name: str) -> int:
    value = Settings.model_fields[name].default
    assert isinstance(value, int)
    return value


def minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


TRIES, LETTERS = limits.TRIES, limits.DELIVERIES
IDLE, WHOLE = sessions.IDLE_LIFETIMES, sessions.WHOLE_LIFETIMES
WEB, NATIVE = ClientKind.WEB, ClientKind.NATIVE
BY, SMS, EMAIL = flows.CODE_LIFETIMES, CodeChannel.SMS, CodeChannel.EMAIL
FIGURES = [
    f"`ESPACE_WAYS_IN_PER_MINUTE`, {default('ways_in_per_minute')} a minute",
    f"`ESPACE_SMS_DAILY_BUDGET`, {default('sms_daily_budget'):,} a day",
    f"`ESPACE_MAX_BODY_BYTES`, {default('max_body_bytes') // 2**20} MiB",
    f"(`ESPACE_PHONE_RECOVERY_WAIT_HOURS`, {default('phone_recovery_wait_hours')}) and 2 days",
    f"| {limits.SENDS_PER_ADDRESS.count} in five minutes |",
    f"| {LETTERS[0].count} an hour, {LETTERS[1].count} a day; strangers",
    f"| {TRIES[0].count} an hour, {TRIES[1].count} a day; each side",
    f"| {limits.LOGIN_FAILURES.count} in a quarter of an hour;",
    f"| codes handed in, one flow | {MAX_SUBMISSIONS}, then",
    f"after {', '.join(str(delay.seconds) for delay in RESEND_DELAYS)} s; three sends a flow",
    f"| flow | {minutes(flows.FLOW_LIFETIME)} minutes;",
    f"| code | SMS {minutes(BY[SMS])} minutes, e-mail {minutes(BY[EMAIL])} |",
    f"| access token | {minutes(access_tokens.LIFETIME)} minutes",
    f"{minutes(IDLE[WEB])} minutes without refresh, {minutes(WHOLE[WEB]) // 60} hours in all",
    f"{IDLE[NATIVE].days} days without refresh, {WHOLE[NATIVE].days} days in all",
    f"the same successor for {refresh.GRACE.seconds} seconds",
    f"| {sessions.DEVICE_LIFETIME.days} days from the last use;",
    f"| second factor that is fresh | {minutes(FRESH)} minutes |",
    f"| {account_security.FREEZE.days * 24} hours |",
    f"| “not me” link | {account_security.ALERT_LIFETIME.days} days, one use |",
    f"| at most {partner_tokens.LONGEST_LIFE.days} days;",
    f"{password_policy.MIN_LENGTH} to {password_policy.MAX_LENGTH} characters of any kind,",
    f"scored {password_policy.MIN_SCORE} of 4 at least",
]


class TestFigures:
    @pytest.mark.parametrize("figure", FIGURES)
    def test_each_is_the_codes(self, figure: str) -> None:
        assert figure in " ".join(SECURITY.split())

    def test_those_told_in_words_are_the_codes(self) -> None:
        assert limits.SENDS_PER_ADDRESS.window == timedelta(minutes=5)
        assert limits.LOGIN_FAILURES.window == timedelta(minutes=15)
        assert sessions.DEVICE_LIFETIME == NETWORK_MEMORY
        assert (phone_recovery.AFTER_RESET.days, phone_recovery.OPEN_FOR.days) == (7, 2)
        assert (totp.STEPS_OF_GRACE, MAX_SENDS) == (1, 3)
        letters = recovery_codes.GROUPS * recovery_codes.GROUP_LENGTH
        assert 59 < letters * log2(len(recovery_codes.LETTERS)) < 60
