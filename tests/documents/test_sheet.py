"""Blocks flow over the pages in order; what is kept together stays together."""

from typing import Any

from app.documents.sheet import Block, paginate


def nothing(_canvas: Any, _top: float) -> None:
    """Draws nothing: only heights matter here."""


def heights(pages: list[list[Block]]) -> list[list[float]]:
    return [[block.height for block in page] for page in pages]


class TestPaginate:
    def test_a_page_is_filled_before_the_next(self) -> None:
        blocks = [Block(40, nothing) for _ in range(5)]
        assert heights(paginate(blocks, 100)) == [[40, 40], [40, 40], [40]]

    def test_a_heading_never_ends_a_page(self) -> None:
        blocks = [Block(80, nothing), Block(10, nothing, kept_with_next=True), Block(20, nothing)]
        assert heights(paginate(blocks, 100)) == [[80], [10, 20]]

    def test_the_head_of_a_table_returns_on_every_page(self) -> None:
        head = Block(10, nothing, kept_with_next=True)
        rows = [Block(30, nothing, head=head) for _ in range(5)]
        assert heights(paginate([head, *rows], 100)) == [[10, 30, 30, 30], [10, 30, 30]]

    def test_a_group_taller_than_a_page_is_divided(self) -> None:
        blocks = [*(Block(40, nothing, kept_with_next=True) for _ in range(4)), Block(40, nothing)]
        assert heights(paginate(blocks, 100)) == [[40, 40], [40], [40, 40]]

    def test_a_block_taller_than_a_page_gets_a_page(self) -> None:
        blocks = [Block(40, nothing), Block(140, nothing), Block(40, nothing)]
        assert heights(paginate(blocks, 100)) == [[40], [140], [40]]
