"""The walks of the documentation, each on a demo of its own."""

from pathlib import Path

import pytest

from tests.walks import ROOT, assert_as_promised, demo_server, settings_of, walked

PAGES = sorted(path.name for path in (ROOT / "docs").glob("walk-*.md"))


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_every_block_prints_what_the_page_shows(tmp_path: Path, page: str) -> None:
    text = (ROOT / "docs" / page).read_text()
    with demo_server(tmp_path, settings_of(text)) as (address, variables):
        assert_as_promised(walked(text, address, variables))
