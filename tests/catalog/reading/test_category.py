"""Category from a feed's type and a product's words."""

import pytest

from catalog.engine.reading.category import read_category


@pytest.mark.parametrize(
    ("stated", "texts", "expected"),
    [
        ("lip_liner", ["pencil"], ("lip_liner", True)),
        ("lip gloss", ["anything"], ("lip_gloss", True)),
        ("Lip-Gloss".lower(), [""], ("lip_gloss", True)),
        ("lipstick", ["lip gloss", "shiny"], ("lip_gloss", False)),
        ("foundation", ["concealer", "perfect cover"], ("concealer", False)),
        ("foundation", ["powder", "setting powder"], ("powder", False)),
        ("foundation", ["powder", "mineral powder foundation"], ("foundation", True)),
        ("foundation", ["", "skin fluid"], ("foundation", True)),
        ("makeup > lips", ["lip colour stick"], ("lipstick", False)),
        ("", ["", "volume mascara"], ("mascara", False)),
        ("", ["", "brow pencil"], ("eyebrow", False)),
        ("", ["", "kohl eye pencil"], ("eyeliner", False)),
        ("", ["", "bb cream"], ("foundation", False)),
        ("", ["", "tote bag"], None),
        ("shoes", ["", "snail mucin"], None),
    ],
)
def test_read_category(stated: str, texts: list[str], expected: tuple[str, bool] | None) -> None:
    assert read_category(stated, texts) == expected
