"""A promotion is published by whoever has just seen what it does, as it was seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import Promotion
from catalog.staff import publishing
from tests.staff.conftest import Open
from tests.staff.test_merchants import MARK, Shops, promotion_form, shops  # noqa: F401, a fixture

pytestmark = pytest.mark.django_db
LIST = "/admin/catalog/promotion/"


@pytest.fixture
def draft(shops: Shops) -> Promotion:  # noqa: F811
    _, own, _ = shops
    row = Promotion.objects.create(
        merchant=own["catalog_merchant"], name="Soon", kind="PERCENT_OFF", percent_bp=2000,
        starts_at=timezone.now(),
    )  # fmt: skip
    row.products.set([own["catalog_product"]])
    return row


def page_of(row: Promotion) -> str:
    return reverse("admin:promotion_publish", args=[row.pk])


def seal_on(client: Client, row: Promotion) -> str:
    answer = client.get(page_of(row))
    assert answer.status_code == 200
    return str(answer.context["seal"])


def publish(client: Client, row: Promotion, seal: str) -> str:
    client.post(page_of(row), {"seal": seal})
    return Promotion.objects.get(pk=row.pk).status


def test_the_page_shows_what_it_would_do_and_its_button_publishes(
    shops: Shops,  # noqa: F811
    draft: Promotion,
) -> None:
    client, *_ = shops
    page = client.get(page_of(draft))
    assert "own stick" in page.content.decode()
    assert publish(client, draft, page.context["seal"]) == "published"


def test_nothing_is_published_without_the_page(shops: Shops, draft: Promotion) -> None:  # noqa: F811
    client, *_ = shops
    for seal in ("", "x", signing.dumps([draft.pk, "0" * 64, 1], salt=publishing.SALT)):
        assert publish(client, draft, seal) == "draft"
    client.post(f"{LIST}{draft.pk}/change/", promotion_form(status="published", name="Changed"))
    client.post(f"{LIST}add/", promotion_form(status="published", name="New"))
    assert set(Promotion.objects.filter(name__in=("Changed", "New")).values_list("status")) == {
        ("draft",)
    }
    chosen = {"action": "publish", "_selected_action": [draft.pk]}
    assert client.post(LIST, chosen)["Location"] == page_of(draft)
    every = list(Promotion.objects.values_list("pk", flat=True))
    client.post(LIST, {"action": "publish", "_selected_action": every})
    draft.refresh_from_db()
    assert draft.status == "draft"


@pytest.mark.parametrize(
    "change",
    [
        lambda row: Promotion.objects.filter(pk=row.pk).update(percent_bp=9000),
        lambda row: Promotion.objects.filter(pk=row.pk).update(priority=9),
        lambda row: Promotion.objects.filter(pk=row.pk).update(channels=["web"]),
        lambda row: row.products.clear(),
    ],
)
def test_what_changed_since_the_preview_is_previewed_again(
    shops: Shops,  # noqa: F811
    draft: Promotion,
    change: Any,
) -> None:
    client, *_ = shops
    seal = seal_on(client, draft)
    change(draft)
    assert publish(client, draft, seal) == "draft"
    assert publish(client, draft, seal_on(client, draft)) == "published"


def test_a_preview_counts_for_who_saw_it_and_for_an_hour(
    shops: Shops,  # noqa: F811
    draft: Promotion,
    sign_in: Open,
    monkeypatch: Any,
) -> None:
    client, *_ = shops
    seal = seal_on(client, draft)
    assert publish(sign_in("root"), draft, seal) == "draft"
    monkeypatch.setattr(publishing, "SEEN_S", -1)
    assert publish(client, draft, seal) == "draft"


def test_a_published_promotion_is_paused_before_it_is_changed(
    shops: Shops,  # noqa: F811
    draft: Promotion,
) -> None:
    client, *_ = shops
    publish(client, draft, seal_on(client, draft))
    change = f"{LIST}{draft.pk}/change/"
    assert "pause it in the list" in client.get(change).content.decode()
    client.post(change, promotion_form(name="Changed", percent_bp="9000"))
    draft.refresh_from_db()
    assert (draft.name, draft.percent_bp, draft.products.count()) == ("Soon", 2000, 1)
    client.post(LIST, {"action": "pause", "_selected_action": [draft.pk]})
    client.post(change, promotion_form(name="Changed", percent_bp="9000"))
    draft.refresh_from_db()
    assert (draft.name, draft.percent_bp, draft.status) == ("Changed", 9000, "paused")


def test_nobody_publishes_for_another_merchant(shops: Shops, draft: Promotion) -> None:  # noqa: F811
    client, _, other = shops
    theirs: Promotion = other["catalog_promotion"]
    Promotion.objects.filter(pk=theirs.pk).update(status="draft")
    answer = client.get(page_of(theirs))
    assert answer.status_code == 404
    assert MARK not in answer.content.decode()
    assert publish(client, theirs, seal_on(client, draft)) == "draft"


def test_who_may_only_look_does_not_publish(draft: Promotion, auditor: Client) -> None:
    assert auditor.get(page_of(draft)).status_code == 403
    assert publish(auditor, draft, "") == "draft"
