"""Sheets of a merchant: taken away, changed, tried, given back; nobody else's rows at any step."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import tablib
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.models import Brand, Product, Promotion, Shade
from catalog.staff import sheets
from config.colour import lab_from_hex
from lookjobs.staff.models import StaffAction
from tests.staff.conftest import Open
from tests.staff.test_merchants import MARK, Shops, make_shop, shops  # noqa: F401, a fixture

pytestmark = pytest.mark.django_db
CSV, XLSX = "0", "1"  # places in Sheets.formats


def take(client: Client, model: str, form: str = CSV) -> bytes:
    answer = client.post(reverse(f"admin:catalog_{model}_export"), {"format": form, "resource": ""})
    assert answer.status_code == 200
    return answer.content


def give(client: Client, model: str, content: str | bytes, form: str = CSV) -> Any:
    """Try a sheet; nothing is written."""
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("sheet.csv" if form == CSV else "sheet.xlsx", data)
    url = reverse(f"admin:catalog_{model}_import")
    return client.post(url, {"import_file": file, "format": form, "resource": ""})


def confirm(client: Client, model: str, tried: Any) -> Any:
    form = tried.context["confirm_form"].initial
    return client.post(reverse(f"admin:catalog_{model}_process_import"), form)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.mark.parametrize("model", ["product", "shade", "promotion"])
@pytest.mark.parametrize("form", [CSV, XLSX])
def test_a_sheet_has_the_own_rows_alone_and_is_recorded(
    shops: Shops,  # noqa: F811
    model: str,
    form: str,
) -> None:
    client, *_ = shops
    content = take(client, model, form)
    book = tablib.Dataset().load(content if form == XLSX else content.decode())
    assert len(book) == 1
    assert "own" in str(book.dict)
    assert MARK not in str(book.dict)
    assert StaffAction.objects.filter(action="export", username="merchant").count() == 1


@pytest.mark.parametrize("form", [CSV, XLSX])
@pytest.mark.parametrize("model", ["product", "shade"])
def test_a_sheet_that_nobody_changed_changes_nothing(shops: Shops, model: str, form: str) -> None:  # noqa: F811
    client, own, _ = shops
    Product.objects.filter(pk=own["catalog_product"].pk).update(name="=1+1 stick")
    before = list(Product.objects.values()), list(Shade.objects.values())
    tried = give(client, model, take(client, model, form), form)
    assert [row.import_type for row in tried.context["result"].rows] == ["skip"]
    confirm(client, model, tried)
    assert (list(Product.objects.values()), list(Shade.objects.values())) == before


def test_a_sheet_is_tried_before_it_is_written(shops: Shops) -> None:  # noqa: F811
    client, own, _ = shops
    shade: Shade = own["catalog_shade"]
    sheet = (
        "sku,product,name,hex,finish,price_cents,currency,availability,is_active\n"
        "own:s1,own-p,Changed,#8E2140,satin,1300,USD,out_of_stock,TRUE\n"
        "s2,own-p,Fresh,#112233,matte,900,USD,in_stock,TRUE\n"
    )
    tried = give(client, "shade", sheet)
    kinds = [row.import_type for row in tried.context["result"].rows]
    assert kinds == ["update", "new"]
    assert Shade.objects.filter(name__in=("Changed", "Fresh")).count() == 0
    confirm(client, "shade", tried)
    shade.refresh_from_db()
    fresh = Shade.objects.get(sku="own:s2")
    assert (shade.name, shade.price_cents, shade.finish) == ("Changed", 1300, "satin")
    assert (shade.lab_l, shade.lab_a, shade.lab_b) == pytest.approx(lab_from_hex("#8e2140"))
    assert (fresh.merchant, fresh.product) == (shade.merchant, shade.product)
    assert fresh.provenance["finish"] == "stated"
    assert shade.prices.count() == 2  # the old price and the new one
    assert LogEntry.objects.filter(user__username="merchant").exists()


def test_a_sheet_never_touches_another_merchant(shops: Shops) -> None:  # noqa: F811
    client, own, other = shops
    theirs: Product = other["catalog_product"]
    before = list(Product.objects.filter(pk=theirs.pk).values())
    sold = list(Shade.objects.filter(merchant=theirs.merchant).values())
    sheet = f"external_id,name,brand,category,is_active\n{theirs.external_id},Mine,B,blush,TRUE\n"
    confirm(client, "product", give(client, "product", sheet))
    made = Product.objects.get(name="Mine")
    assert made.merchant == own["catalog_merchant"]
    refused = give(client, "shade", f"sku,product,name\nx,{MARK}-p2,No\n")
    assert "confirm_form" not in refused.context
    named = f"sku,product,name,hex,merchant\n{MARK}:s1,own-p,Mine,#112233,{theirs.merchant_id}\n"
    confirm(client, "shade", give(client, "shade", named))
    assert Shade.objects.get(name="Mine").sku == f"own:{MARK}:s1"
    assert Shade.objects.get(name="Mine").merchant == own["catalog_merchant"]
    assert list(Product.objects.filter(pk=theirs.pk).values()) == before
    assert list(Shade.objects.filter(merchant=theirs.merchant).values()) == sold


@pytest.mark.parametrize(
    ("model", "sheet", "said"),
    [
        ("product", "external_id,name,brand,category\np,N,B,hat\n", "There is no category"),
        ("product", "external_id,name,brand,category\np,N,,blush\n", "A product has a brand"),
        ("product", "name\nN\n", "no column external_id"),
        ("shade", "sku,product,name,hex\nx,own-p,N,red\n", "A color is #rrggbb"),
        ("shade", "sku,product,name\nx,nothing,N\n", "There is no product"),
        ("shade", "sku,name\nx,N\n", "A shade has a product"),
        ("shade", "sku,product,name,hex,finish\nx,own-p,N,#112233,shiny\n", "shiny"),
        ("shade", "sku,product,name,hex,price_cents\nx,own-p,N,#112233,-5\n", "price"),
        ("shade", "sku,product,name,hex,is_active\nx,own-p,N,#112233,maybe\n", "TRUE or FALSE"),
        ("shade", "sku,product,name,hex\n,own-p,N,#112233\n", "A shade has a SKU"),
        ("shade", "sku,product,name\nx,own-p,N\n", "colour_needed"),  # a lipstick without a color
    ],
)
def test_a_row_that_cannot_be_stored_is_told_and_nothing_is_written(
    shops: Shops,  # noqa: F811
    model: str,
    sheet: str,
    said: str,
) -> None:
    client, *_ = shops
    before = Product.objects.count(), Shade.objects.count(), Brand.objects.count()
    tried = give(client, model, sheet)
    assert said in tried.content.decode()
    assert "confirm_form" not in tried.context
    assert (Product.objects.count(), Shade.objects.count(), Brand.objects.count()) == before


def test_what_a_sheet_says_is_escaped_on_the_page(shops: Shops) -> None:  # noqa: F811
    client, *_ = shops
    text = "<script>alert(1)</script>"
    page = give(
        client, "product", f"external_id,name,brand,category,is_active\np,{text},B,blush,TRUE\n"
    )
    assert text not in page.content.decode()


def test_a_sheet_is_small(shops: Shops, monkeypatch: Any) -> None:  # noqa: F811
    client, *_ = shops
    monkeypatch.setattr(sheets, "MAX_ROWS", 1)
    rows = "".join(f"p{n},N,B,blush,TRUE\n" for n in range(2))
    many = give(client, "product", f"external_id,name,brand,category,is_active\n{rows}")
    assert "At most 1 rows" in many.content.decode()
    monkeypatch.setattr(sheets, "MAX_BYTES", 10)
    assert "At most 5 MB" in give(client, "product", "external_id,name\np,N\n").content.decode()
    monkeypatch.setattr(sheets, "MAX_BYTES", 10**6)
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 10)
    book = tablib.Dataset(["p"], headers=["external_id"]).export("xlsx")
    assert "too large" in give(client, "product", book, XLSX).content.decode()


def test_only_people_of_a_merchant_give_sheets_back(sign_in: Open) -> None:
    make_shop(MARK)
    sheet = "external_id,name,brand,category,is_active\np,Mine,B,blush,TRUE\n"
    for role in ("Operator", "Auditor", "none", "root", "Merchant"):  # the last one of no merchant
        client = sign_in(role)
        client.raise_request_exception = False
        assert give(client, "product", sheet).status_code == 403, role
        assert client.post(reverse("admin:catalog_product_process_import")).status_code == 403
    assert not Product.objects.filter(name="Mine").exists()


def test_promotions_are_taken_away_alone(shops: Shops) -> None:  # noqa: F811
    client, own, _ = shops
    sale: Promotion = own["catalog_promotion"]
    row = rows_of(take(client, "promotion"))[0]
    assert (row["id"], row["name"], row["status"]) == (str(sale.pk), "own sale", "published")
    assert client.get("/admin/catalog/promotion/import/").status_code in (302, 404)
