"""Imports: formats, dirty rows, idempotence, dry run, reports."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.models import ImportRun, Merchant, PriceHistory, Product, Shade

pytestmark = pytest.mark.django_db
HEADER = (
    "sku,product_id,product,brand,category,shade,hex,price,currency,finish,size,availability,url\n"
)
ROW = (
    "L1,P1,Ruby Lipstick,Tansy,lipstick,Ruby,#A11F33,12.50,USD,matte,3.5 g,in stock,"
    "https://example.com/l1\n"
)


def run(path: Path, *options: str, merchant: str = "shop") -> list[str]:
    out = io.StringIO()
    report = path.with_suffix(".refused.csv")
    call_command(
        "import_catalog", str(path), "--merchant", merchant, "--report", str(report), *options,
        stdout=out,
    )  # fmt: skip
    return out.getvalue().splitlines()


def write(folder: Path, text: str, name: str = "feed.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> list[list[str]]:
    text = path.with_suffix(".refused.csv").read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]


def test_a_row_becomes_a_shade(tmp_path: Path) -> None:
    assert run(write(tmp_path, HEADER + ROW))[-1] == (
        "rows 1, created 1, updated 0, unchanged 0, refused 0"
    )
    shade = Shade.objects.select_related("product__brand", "category").get()
    assert (shade.sku, shade.name, shade.hex, shade.finish) == (
        "shop:L1",
        "Ruby",
        "#a11f33",
        "matte",
    )
    assert (shade.price_cents, shade.currency, shade.size_amount, shade.size_unit) == (
        1250, "USD", 3.5, "g",
    )  # fmt: skip
    assert (shade.availability, shade.category_id) == ("in_stock", "lipstick")
    assert shade.product.brand.name == "Tansy"
    assert shade.provenance["finish"] == "stated"
    assert shade.lab_l is not None
    assert PriceHistory.objects.get().price_cents == 1250


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + ROW)
    run(path)
    before = list(Shade.objects.values_list())
    assert run(path)[-1] == "rows 1, created 0, updated 0, unchanged 1, refused 0"
    assert list(Shade.objects.values_list()) == before


def test_a_changed_price_is_an_update_and_leaves_a_history(tmp_path: Path) -> None:
    run(write(tmp_path, HEADER + ROW))
    lines = run(write(tmp_path, HEADER + ROW.replace("12.50", "11.00")))
    assert lines[-1] == "rows 1, created 0, updated 1, unchanged 0, refused 0"
    spans = list(PriceHistory.objects.order_by("started_at").values_list("price_cents", "ended_at"))
    assert [cents for cents, _ in spans] == [1250, 1100]
    assert [ended is None for _, ended in spans] == [False, True]


def test_a_renamed_product_is_an_update(tmp_path: Path) -> None:
    run(write(tmp_path, HEADER + ROW))
    lines = run(write(tmp_path, HEADER + ROW.replace("Ruby Lipstick", "Ruby Lipstick II")))
    assert lines[-1] == "rows 1, created 0, updated 1, unchanged 0, refused 0"


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    lines = run(write(tmp_path, HEADER + ROW), "--dry-run")
    assert lines[-1] == "rows 1, created 1, updated 0, unchanged 0, refused 0"
    assert not any(model.objects.exists() for model in (Shade, Product, Merchant, ImportRun))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("#A11F33", ""), "NO_COLOUR"),
        (("#A11F33", "crimson"), "BAD_COLOUR"),
        (("Ruby Lipstick", ""), "NO_PRODUCT_NAME"),
        (("Ruby Lipstick,Tansy,lipstick", "Tote,Tansy,bag"), "NO_CATEGORY"),
        (("L1", "L" * 80), "ID_TOO_LONG"),
        (("https://example.com/l1", "https://example.com/l1,too,many"), "UNREADABLE"),
    ],
)
def test_a_refused_row_is_reported_with_line_and_reason(
    tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    path = write(tmp_path, HEADER + ROW.replace(*change) + ROW.replace("L1", "L2"))
    assert run(path)[-1] == "rows 2, created 1, updated 0, unchanged 0, refused 1"
    assert [row[:2] for row in refused(path)] == [["2", reason]]


def test_a_row_that_comes_twice_is_refused_once(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + ROW + ROW)
    assert run(path)[-1] == "rows 2, created 1, updated 0, unchanged 0, refused 1"
    assert refused(path)[0][1] == "DUPLICATE_ROW"


@pytest.mark.parametrize("price", ["0.00", "", "gratis", "-1"])
def test_no_price_is_invented(tmp_path: Path, price: str) -> None:
    lines = run(write(tmp_path, HEADER + ROW.replace("12.50", price)))
    assert "  noted PRICE_UNKNOWN 1" in lines
    assert Shade.objects.get().price_cents is None
    assert not PriceHistory.objects.exists()


def test_no_currency_is_stored_as_unknown_and_never_sold(tmp_path: Path) -> None:
    lines = run(write(tmp_path, HEADER + ROW.replace("USD", "")))
    assert "  noted CURRENCY_UNKNOWN 1" in lines
    shade = Shade.objects.get()
    assert (shade.price_cents, shade.currency, shade.currency_source) == (1250, "", "unknown")
    assert not Shade.objects.sellable().exists()


def test_an_assumed_currency_says_so(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + ROW.replace("USD", ""))
    run(path)
    lines = run(path, "--assume-currency", "usd")
    assert lines[-1] == "rows 1, created 0, updated 1, unchanged 0, refused 0"
    shade = Shade.objects.get()
    assert (shade.currency, shade.currency_source) == ("USD", "assumed")


def test_another_currency_is_stored_and_never_sold(tmp_path: Path) -> None:
    run(write(tmp_path, HEADER + ROW.replace("USD", "GBP")), "--assume-currency", "USD")
    assert Shade.objects.get().currency == "GBP"
    assert not Shade.objects.sellable().exists()


def test_a_report_cell_is_no_formula(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + ROW.replace("L1", "=cmd()").replace("P1", "=" + "P" * 70))
    run(path)
    assert refused(path)[0][2].startswith("'=")


def test_jsonl(tmp_path: Path) -> None:
    row = {"sku": "L1", "product": "Ruby Lipstick", "brand": "Tansy", "category": "lipstick",
           "hex": "#a11f33", "price": 12.5, "currency": "USD", "in_stock": True}  # fmt: skip
    text = json.dumps(row) + "\n\nnot json\n[1]\n" + json.dumps(row | {"sku": "L2"}) + "\n"
    path = write(tmp_path, text, "feed.jsonl")
    assert run(path)[-1] == "rows 4, created 2, updated 0, unchanged 0, refused 2"
    assert [row[:2] for row in refused(path)] == [["3", "UNREADABLE"], ["4", "UNREADABLE"]]
    shade = Shade.objects.get(sku="shop:L1")
    assert (shade.price_cents, shade.availability) == (1250, "in_stock")


MAKEUP = [
    {
        "id": 7, "brand": "tansy", "name": "Nude Palette", "price": "0.0", "currency": None,
        "product_type": "eyeshadow", "category": "palette", "tag_list": ["Vegan"],
        "description": "<p>Matte shades.</p>", "image_link": "//example.com/i.png",
        "product_link": "https://example.com/p",
        "product_colors": [
            {"hex_value": "#F7E2D1,#673E2C", "colour_name": "Nudes"},
            {"hex_value": "gray7", "colour_name": "Coal"},
        ],
    },
    {"id": 8, "brand": None, "name": "Big Volume Mascara", "price": "9.5", "currency": "USD",
     "product_type": "mascara", "product_colors": []},
    {"id": 9, "brand": "x", "name": "Blush", "price": "9.5", "currency": "USD",
     "product_type": "blush", "product_colors": []},
]  # fmt: skip


def test_makeup_api(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps(MAKEUP, indent=1), "feed.json")
    assert run(path)[-1] == "rows 4, created 3, updated 0, unchanged 0, refused 1"
    palette = Shade.objects.get(name="Nudes")
    assert (palette.hex, palette.more_hexes, palette.finish) == ("#f7e2d1", ["#673e2c"], "matte")
    assert palette.product.image_url == "https://example.com/i.png"
    coal = Shade.objects.get(name="Coal")
    assert (coal.hex, coal.provenance["color"]) == ("#121212", "inferred")
    mascara = Shade.objects.get(category="mascara")
    assert (mascara.lab_l, mascara.coverage, mascara.product.brand.name) == (
        None, "dramatic", "Unknown brand",
    )  # fmt: skip


def test_a_makeup_api_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps(MAKEUP)[:-30], "feed.json")
    assert run(path)[-1] == "rows 4, created 3, updated 0, unchanged 0, refused 1"
    assert refused(path)[0][1] == "UNREADABLE"


SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Option2 Name,"
    "Option2 Value,Variant SKU,Variant Price,Variant Inventory Qty,Hex,Cost per item,Image Src\n"
    "ruby,Ruby Lip Colour,<b>Satin</b> shine-free,Tansy,Lipstick,vegan,Color,Ruby,Size,3.5 g,R1,"
    "12.50,4,#a11f33,4.00,https://example.com/r.png\n"
    "ruby,,,,,,,Plum,,3.5 g,R2,12.50,0,#5c2a45,,\n"
    "ruby,,,,,,,,,,,,,,,https://example.com/r2.png\n"
)


def test_shopify(tmp_path: Path) -> None:
    path = write(tmp_path, SHOPIFY)
    lines = run(path, "--assume-currency", "USD")
    assert "format shopify-csv" in lines
    assert lines[-1] == "rows 2, created 2, updated 0, unchanged 0, refused 0"
    first, second = Shade.objects.order_by("sku")
    assert (first.product_id, first.product.name) == (second.product_id, "Ruby Lip Colour")
    assert (first.availability, second.availability) == ("in_stock", "out_of_stock")
    assert (first.cost_cents, first.currency_source, first.finish) == (400, "assumed", "satin")


GOOGLE_TSV = (
    "id\ttitle\tlink\timage_link\tavailability\tprice\tbrand\tproduct_type\tcolor\tcolor_hex\n"
    "G1\tRuby Lipstick\thttps://example.com/g\t\tin_stock\t12.50 USD\tTansy\t"
    "Beauty > Makeup > Lipstick\tRuby\t#a11f33\n"
)
GOOGLE_XML = """<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item>
<g:id>G1</g:id><title>Ruby Lipstick</title><link>https://example.com/g</link>
<g:availability>in_stock</g:availability><g:price>12.50 USD</g:price><g:brand>Tansy</g:brand>
<g:product_type>Beauty &gt; Makeup &gt; Lipstick</g:product_type><g:color>#A11F33</g:color>
<g:unit_pricing_measure>3.5 g</g:unit_pricing_measure>
</item></channel></rss>
"""


@pytest.mark.parametrize("text", [GOOGLE_TSV, GOOGLE_XML])
def test_google_merchant(tmp_path: Path, text: str) -> None:
    lines = run(write(tmp_path, text, "feed.txt"))
    assert "format google-merchant" in lines
    assert lines[-1] == "rows 1, created 1, updated 0, unchanged 0, refused 0"
    shade = Shade.objects.get()
    assert (shade.sku, shade.hex, shade.price_cents, shade.currency, shade.availability) == (
        "shop:G1", "#a11f33", 1250, "USD", "in_stock",
    )  # fmt: skip


def test_two_merchants_may_use_the_same_sku(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + ROW)
    run(path)
    assert run(path, merchant="other")[-1] == "rows 1, created 1, updated 0, unchanged 0, refused 0"
    assert Shade.objects.count() == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["/no/such/file.csv", "--merchant", "shop"], "cannot be read"),
        (["{file}", "--merchant", "bad slug"], "--merchant takes"),
        (["{file}", "--merchant", "shop", "--assume-currency", "dollars"], "--assume-currency"),
        (["{file}", "--merchant", "demo-hall"], "demo data"),
    ],
)
def test_a_wrong_call_says_what_to_do(tmp_path: Path, arguments: list[str], message: str) -> None:
    Merchant.objects.create(slug="demo-hall", name="Demo", is_demo=True)
    path = write(tmp_path, HEADER + ROW)
    with pytest.raises(CommandError, match=message):
        call_command("import_catalog", *(text.format(file=path) for text in arguments))


def test_the_real_catalogues_are_stored_or_refused_to_the_last_row(
    shared: Path, tmp_path: Path
) -> None:
    def counted(name: str) -> dict[str, int]:
        last = run_real(shared / "catalog" / name, tmp_path)
        return {key: int(value) for key, value in (part.split() for part in last.split(", "))}

    swatches = counted("foundation_shades.csv")
    assert (swatches["rows"], swatches["refused"]) == (6816, 12)  # 12 rows come twice
    products = counted("makeup_api_products.json")
    assert products["rows"] == 5329 + 239  # its colours, and its products without any
    assert products["created"] + products["refused"] == products["rows"]
    again = counted("makeup_api_products.json")
    assert (again["created"], again["updated"]) == (0, 0)
    assert not Shade.objects.filter(price_cents=0).exists()
    assert set(Shade.objects.values_list("currency", flat=True)) == {"", "USD", "GBP", "CAD"}


def run_real(path: Path, folder: Path) -> str:
    out = io.StringIO()
    call_command(
        "import_catalog", str(path), "--merchant", "real", "--report", str(folder / "r.csv"),
        stdout=out,
    )  # fmt: skip
    return out.getvalue().splitlines()[-1]


def test_quality_counts_what_is_known_and_why_a_sku_cannot_be_matched(tmp_path: Path) -> None:
    rows = (
        ROW
        + ROW.replace("L1", "L2").replace("USD", "")
        + ROW.replace("L1", "L3").replace("12.50", "")
    )
    run(write(tmp_path, HEADER + rows))
    out, listed = io.StringIO(), tmp_path / "unmatched.csv"
    call_command("catalog_quality", "--json", "--list", str(listed), stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue().splitlines()[0])
    assert (found["merchant"], found["shades"]) == ("shop", 3)
    assert found["known"]["price"] == 0.6667
    assert found["unmatched"] == {"PRICE_UNKNOWN": 1, "CURRENCY_UNKNOWN": 1}
    assert "shop,shop:L2,CURRENCY_UNKNOWN" in listed.read_text()
