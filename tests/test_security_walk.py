"""The walk through the ways in, as `docs/walk-security.md` tells it."""

from pathlib import Path

import pytest

from tests.walks import ROOT, assert_as_promised, demo_server, walked

pytestmark = pytest.mark.slow


class TestSecurityWalk:
    def test_every_block_prints_what_the_page_shows(self, tmp_path: Path) -> None:
        text = (ROOT / "docs/walk-security.md").read_text()
        with demo_server(tmp_path) as (address, variables):
            assert_as_promised(walked(text, address, variables))
