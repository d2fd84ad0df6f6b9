"""Folders that hold personal data."""

from pathlib import Path

OWNER_ONLY = 0o700


def make_private(folder: Path) -> None:
    """Make the folder, for its owner alone; one that is there keeps its rights."""
    folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
