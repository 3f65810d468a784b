"""A merchant's people see and change what is theirs, and nothing of another, at any address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import (
    Creator,
    ImportRun,
    Merchant,
    MerchantMember,
    Product,
    Promotion,
    Redemption,
    Shade,
)
from config.colour import lab_from_hex
from lookjobs.staff.models import StaffAction
from tests.factories import make_product, make_shade
from tests.staff.conftest import Open
from tests.staff.test_roles import NAMES, model_page

pytestmark = pytest.mark.django_db
MARK: Final = "zzother"  # in every text of the other merchant
FEED: Final = (
    "id,product,brand,category,shade,hex,price,currency\n"
    "1,Velvet,Own brand,lipstick,Rose,#a11f33,12.00,USD\n"
)


def make_shop(name: str) -> dict[str, Any]:
    """Write one row of everything that belongs to a merchant, each with its name in it."""
    now = timezone.now()
    merchant = Merchant.objects.create(slug=name, name=f"{name} shop")
    product = make_product(
        f"{name}-p", merchant=merchant, brand=f"{name} brand", name=f"{name} stick"
    )
    shade = make_shade(f"{name}-s", product=product, name=f"{name} rose")
    Shade.objects.filter(pk=shade.pk).update(sku=f"{name}:s1")
    sale = Promotion.objects.create(
        merchant=merchant, name=f"{name} sale", kind="PERCENT_OFF", percent_bp=1000,
        status="published", starts_at=now - timedelta(days=1),
    )  # fmt: skip
    rows = [
        product, shade, sale, product.brand, merchant,
        Creator.objects.create(merchant=merchant, handle=f"{name}-ana", name=f"{name} Ana"),
        Redemption.objects.create(
            promotion=sale, order_ref=f"{name}-1", discount_cents=1, redeemed_at=now
        ),
        ImportRun.objects.create(
            merchant=merchant, source="csv", file_name=f"{name}.csv", digest="0" * 64, rows=1,
            created=1, updated=0, unchanged=0, refused=0, finished_at=now,
        ),
        shade.prices.first(),
        MerchantMember.objects.create(
            user=User.objects.create_user(f"{name}-person", is_staff=True), merchant=merchant
        ),
    ]  # fmt: skip
    return {f"{row._meta.app_label}_{row._meta.model_name}": row for row in rows if row is not None}


Shops = tuple[Client, dict[str, Any], dict[str, Any]]


@pytest.fixture
def shops(sign_in: Open) -> Shops:
    """Return a browser of one merchant's person, that merchant's rows, and the other's."""
    own, other = make_shop("own"), make_shop(MARK)
    client = sign_in("Merchant")
    member = User.objects.get(username="merchant")
    MerchantMember.objects.create(user=member, merchant=own["catalog_merchant"])
    client.raise_request_exception = False
    return client, own, other


def test_no_address_of_the_admin_tells_of_another_merchant(shops: Shops) -> None:
    client, _, other = shops
    told: list[tuple[str, Any]] = []
    for name in NAMES:
        publishing = ("catalog_promotion", "change") if name == "promotion_publish" else None
        found = publishing or model_page(name)
        if found is None and name.startswith(("job_", "auth_user", "view_on", "app_list", "log")):
            continue
        row = other.get(found[0]) if found else None
        needs_row = found is not None and found[1] not in ("changelist", "add")
        if needs_row and row is None:
            continue
        url = reverse(f"admin:{name}", args=[row.pk] if needs_row and row is not None else [])
        answer = client.get(url, follow=True)
        body = b"".join(answer) if answer.streaming else answer.content
        if MARK in body.decode().replace(f"{row.pk if row else ''}", ""):
            told.append((name, answer.status_code))
        if needs_row and not answer.redirect_chain and answer.status_code == 200:
            told.append((name, "a page of the other's row"))
    assert told == []


def test_no_filter_search_or_picker_tells_of_another_merchant(shops: Shops) -> None:
    client, _, other = shops
    theirs = other["catalog_merchant"].pk
    for model in ("product", "shade", "promotion", "creator", "importrun"):
        url = reverse(f"admin:catalog_{model}_changelist")
        for query in ({"q": "s"}, {"merchant__id__exact": theirs}, {"merchant": theirs}):
            assert MARK not in client.get(url, query, follow=True).content.decode(), url
        found = client.get(url, {"q": MARK}).context["cl"].result_list
        assert len(found) == 0 or model == "importrun"  # which is not searched
    pickers = (
        ("promotion", "products"), ("promotion", "brands"), ("promotion", "merchant"),
        ("promotion", "creators"), ("shade", "product"), ("product", "brand"),
        ("product", "merchant"),
    )  # fmt: skip
    for model, field in pickers:
        query = {"app_label": "catalog", "model_name": model, "field_name": field, "term": ""}
        answer = client.get(reverse("admin:autocomplete"), query)
        assert MARK not in answer.content.decode()
        if answer.status_code == 200 and field != "merchant":
            assert "own" in answer.content.decode(), (model, field)


def test_an_export_has_the_own_rows_alone_and_is_recorded(shops: Shops) -> None:
    client, own, other = shops
    keys = [own["catalog_shade"].pk, other["catalog_shade"].pk]
    url = reverse("admin:catalog_shade_changelist")
    answer: Any = client.post(url, {"action": "export_csv", "_selected_action": keys})
    text = b"".join(answer.streaming_content).decode()
    assert "own:s1" in text
    assert MARK not in text
    listed: Any = client.get(reverse("admin:product_unmatched"))
    assert MARK not in b"".join(listed.streaming_content).decode()
    assert StaffAction.objects.filter(action="export", username="merchant").count() == 2


def promotion_form(**fields: Any) -> dict[str, Any]:
    return {
        "name": "New sale", "kind": "PERCENT_OFF", "status": "draft", "scope": "all",
        "percent_bp": "2000", "min_subtotal_cents": "0", "starts_at_0": "2026-11-01",
        "starts_at_1": "00:00", "priority": "0", "stackable": "on",
    } | fields  # fmt: skip


def test_an_id_of_another_merchant_in_a_form_changes_nothing(shops: Shops) -> None:
    client, own, other = shops
    theirs: Promotion = other["catalog_promotion"]
    change = reverse("admin:catalog_promotion_change", args=[theirs.pk])
    client.post(change, promotion_form(name="Taken over"))
    add = reverse("admin:catalog_promotion_add")
    for field, row in (("products", "product"), ("brands", "brand"), ("creators", "creator")):
        scope = field if field != "creators" else "all"
        form = promotion_form(scope=scope, **{field: [other[f"catalog_{row}"].pk]})
        answer = client.post(add, form)
        assert answer.status_code == 200, field  # the form comes back with an error
    client.post(add, promotion_form(merchant=other["catalog_merchant"].pk))
    url = reverse("admin:catalog_promotion_changelist")
    for action in ("pause", "publish", "remove"):
        client.post(url, {"action": action, "_selected_action": [theirs.pk]})
    shade = reverse("admin:catalog_shade_add")
    given = {"sku": "x", "name": "x", "product": other["catalog_product"].pk, "hex": "#112233"}
    client.post(shade, given)
    theirs.refresh_from_db()
    assert (theirs.name, theirs.status, theirs.deleted_at) == (f"{MARK} sale", "published", None)
    assert Shade.objects.filter(merchant=other["catalog_merchant"]).count() == 1
    made = Promotion.objects.filter(name="New sale")
    assert [row.merchant for row in made] == [own["catalog_merchant"]]


def test_a_person_of_the_role_without_a_merchant_sees_nothing(sign_in: Open) -> None:
    make_shop(MARK)
    client = sign_in("Merchant")
    for model in ("product", "shade", "promotion", "creator", "brand", "pricehistory"):
        page = client.get(reverse(f"admin:catalog_{model}_changelist"))
        assert page.status_code == 200
        assert MARK not in page.content.decode()


def test_a_shade_gets_its_color_from_the_code_and_its_sku_from_the_merchant(shops: Shops) -> None:
    client, own, _ = shops
    form = {
        "sku": "new-1", "product": own["catalog_product"].pk, "name": "Fresh", "hex": "#8E2140",
        "finish": "matte", "coverage": "full", "undertone": "unknown", "price_cents": "1200",
        "currency": "USD", "currency_source": "stated", "availability": "in_stock",
        "is_active": "on",
    }  # fmt: skip
    answer = client.post(reverse("admin:catalog_shade_add"), form)
    assert answer.status_code == 302, dict(answer.context["adminform"].form.errors)
    shade = Shade.objects.get(sku="own:new-1")
    assert (shade.lab_l, shade.lab_a, shade.lab_b) == pytest.approx(lab_from_hex("#8e2140"))
    bad = client.post(reverse("admin:catalog_shade_add"), form | {"sku": "n2", "hex": "red"})
    assert "A color is #rrggbb" in bad.content.decode()


def test_lists_show_swatches_and_what_a_promotion_does_now(shops: Shops) -> None:
    client, own, _ = shops
    listed = client.get(reverse("admin:catalog_product_changelist")).content.decode()
    assert 'fill="#a11f33"' in listed
    sale: Promotion = own["catalog_promotion"]
    states: dict[str, dict[str, Any]] = {
        "running": {}, "scheduled": {"starts_at": timezone.now() + timedelta(days=1)},
        "ended": {"ends_at": timezone.now() - timedelta(hours=1)}, "paused": {"status": "paused"},
        "used_up": {"usage_cap": 1, "used_count": 1},
    }  # fmt: skip
    before = {"starts_at": sale.starts_at, "ends_at": None, "status": "published",
              "usage_cap": None, "used_count": 0}  # fmt: skip
    for state, fields in states.items():
        Promotion.objects.filter(pk=sale.pk).update(**{**before, **fields})
        page = client.get(reverse("admin:catalog_promotion_changelist")).content.decode()
        assert f"st-chip st-{state}" in page


def test_the_preview_says_what_the_form_would_do_and_saves_nothing(shops: Shops) -> None:
    client, own, _ = shops
    Merchant.objects.update(margin_floor_bp=5000)
    Shade.objects.update(cost_cents=1500)
    url = reverse("admin:promotion_preview")
    fresh = client.post(url, promotion_form()).content.decode()
    assert "$14.40" in fresh  # a tenth off already runs
    sale: Promotion = own["catalog_promotion"]
    running = client.post(url, promotion_form(_promotion=sale.pk)).content.decode()
    assert "$18.00" in running  # as it is stored: what runs is not edited
    Promotion.objects.filter(pk=sale.pk).update(status="paused")
    page = client.post(url, promotion_form(_promotion=sale.pk)).content.decode()
    assert "$20.00" in page
    assert "$16.00" in page
    assert "too low" in page
    assert MARK not in page
    sale.refresh_from_db()
    assert sale.percent_bp == 1000
    unfit = client.post(url, promotion_form(kind="FLASH_SALE")).content.decode()
    assert "cannot be previewed yet" in unfit


def test_terms_are_checked_as_the_api_checks_them(shops: Shops) -> None:
    client, *_ = shops
    add = reverse("admin:catalog_promotion_add")
    for fields in (
        {"kind": "AMOUNT_OFF"}, {"scope": "products"},
        {"ends_at_0": "2026-10-01", "ends_at_1": "0:00"},
    ):  # fmt: skip
        answer = client.post(add, promotion_form(**fields))
        assert answer.status_code == 200
        assert answer.context["errors"]
    assert not Promotion.objects.filter(name="New sale").exists()


def test_the_calendar_shows_the_month_and_takes_any_month(shops: Shops) -> None:
    client, *_ = shops
    url = reverse("admin:promotion_calendar")
    assert "own sale" in client.get(url).content.decode()
    past = client.get(url, {"month": "2001-02"}).content.decode()
    assert "No promotion in this month." in past
    for odd in ("x", "2026-13", "9999-01", "0001-01"):
        assert client.get(url, {"month": odd}).status_code == 200


Send = Callable[..., str]


@pytest.fixture
def send(shops: Shops) -> Send:
    client, own, _ = shops

    def send_feed(text: str, **fields: Any) -> str:
        file = SimpleUploadedFile("feed.csv", text.encode())
        form = {"merchant": own["catalog_merchant"].pk, "file": file, "source": "auto"} | fields
        return client.post(reverse("admin:product_feed"), form).content.decode()

    return send_feed


def test_a_feed_is_tried_first_and_then_written_as_it_was_tried(send: Send) -> None:
    tried = send(FEED)
    assert "This is what would happen" in tried
    assert not Product.objects.filter(name="Velvet").exists()
    digest = tried.split('name="digest" value="')[-1].split('"')[0]
    other = FEED.replace("12.00", "99.00")
    assert "not the file that was tried" in send(other, write="1", digest=digest)
    assert not Product.objects.filter(name="Velvet").exists()
    assert "Imported" in send(FEED, write="1", digest=digest)
    assert Product.objects.get(name="Velvet").merchant.slug == "own"


def test_refused_rows_are_shown_with_line_and_reason_and_escaped(send: Send) -> None:
    page = send(FEED + "2,<script>alert(1)</script>,B,lipstick,Rose,red,1.00,USD\n")
    assert "<script>alert(1)" not in page
    assert "Refused" in page
    assert "nonsense" not in send("")


def test_a_feed_cannot_go_into_another_merchant(shops: Shops, send: Send) -> None:
    _, _, other = shops
    page = send(FEED, merchant=other["catalog_merchant"].pk)
    assert "Select a valid choice" in page
    assert not Product.objects.filter(name="Velvet").exists()


def test_the_quality_report_is_of_the_own_catalog(shops: Shops) -> None:
    client, *_ = shops
    Shade.objects.filter(sku="own:s1").update(currency="", currency_source="unknown")
    page = client.get(reverse("admin:product_quality")).content.decode()
    assert "CURRENCY_UNKNOWN" in page
    assert MARK not in page
    home = client.get("/admin/").content.decode()
    assert "own shop" in home
    assert "Jobs today" not in home


def test_files_that_are_no_feed_get_a_sentence_not_an_error(send: Send) -> None:
    for text in ("", "\0\1\2", "{", "[", "<xml>", "a" * 70_000):
        assert "Server Error" not in send(text)
