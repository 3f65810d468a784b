"""The admin's dress: colors of the pages, and a sidebar that shows what a person may open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy

Item = dict[str, Any]


def _may(permission: str) -> Callable[[HttpRequest], bool]:
    return lambda request: request.user.has_perm(permission)


def _page(title: str, icon: str, name: str, permission: str) -> Item:
    """One entry of the sidebar: a page of the admin, for who has the permission."""
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{name}"),
        "permission": _may(permission),
    }


def _list(title: str, icon: str, model: str) -> Item:
    """One entry of the sidebar: the list of a model, for who may see it."""
    app, name = model.split(".")
    return _page(title, icon, f"{app}_{name}_changelist", f"{app}.view_{name}")


_JOBS: Final = [
    {
        "title": "Dashboard",
        "icon": "monitoring",
        "link": reverse_lazy("admin:index"),
        "permission": lambda request: request.user.is_staff,
    },
    _list("Jobs", "face_retouching_natural", "lookjobs.lookjob"),
    _list("Shares", "share", "lookjobs.share"),
    _list("Uploads", "photo_library", "lookjobs.upload"),
    _list("Workers", "memory", "lookjobs.workerbeat"),
]
_EVIDENCE: Final = [
    _list("Consents", "handshake", "lookjobs.consent"),
    _list("Deletions", "delete_forever", "lookjobs.deletion"),
    _list("Staff actions", "policy", "staff.staffaction"),
    _list("Changes", "history", "admin.logentry"),
    _list("Face profile samples", "dataset", "layer1.faceprofilesample"),
    _list("Report samples", "dataset", "layer1.similarityreportsample"),
    _list("Bundle samples", "dataset", "layer1.bundlesample"),
    _list("Look samples", "dataset", "layer2.lookspecsample"),
    _list("Steps samples", "dataset", "layer2.stepssample"),
    _list("Kit samples", "dataset", "layer3.kitsample"),
]
_CATALOG: Final = [
    _list("Products", "inventory_2", "catalog.product"),
    _list("Shades", "palette", "catalog.shade"),
    _list("Promotions", "sell", "catalog.promotion"),
    _page("Calendar", "calendar_month", "promotion_calendar", "catalog.view_promotion"),
    _page("Import a feed", "upload_file", "product_feed", "catalog.change_product"),
    _page("Quality", "fact_check", "product_quality", "catalog.view_product"),
    _list("Creators", "campaign", "catalog.creator"),
    _list("Brands", "branding_watermark", "catalog.brand"),
    _list("Merchants", "storefront", "catalog.merchant"),
    _list("Price history", "show_chart", "catalog.pricehistory"),
    _list("Redemptions", "receipt_long", "catalog.redemption"),
    _list("Imports", "history", "catalog.importrun"),
]
_ACCESS: Final = [
    _list("API keys", "key", "access.apikey"),
    _list("Merchants' people", "supervisor_account", "catalog.merchantmember"),
    _list("People", "group", "auth.user"),
    _list("Roles", "badge", "auth.group"),
]
_QUEUE: Final = [
    _list("Waiting messages", "inbox", "django_q.ormq"),
    _list("Schedules", "schedule", "django_q.schedule"),
    _list("Failed tasks", "error", "django_q.failure"),
    _list("Finished tasks", "task_alt", "django_q.success"),
]


def _group(title: str, items: list[Item], *, folded: bool = False) -> Item:
    return {"title": title, "separator": True, "collapsible": folded, "items": items}


UNFOLD: Final[dict[str, Any]] = {
    "SITE_TITLE": "Look Replicator",
    "SITE_HEADER": "Look Replicator",
    "SITE_SYMBOL": "palette",
    "SHOW_BACK_BUTTON": True,
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "lookjobs.staff.dashboard.show_dashboard",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _: static("pages/icon.svg")}
    ],
    "STYLES": [lambda _: static("staff/staff.css")],
    "COLORS": {
        # Mulberry, as on the pages: white text on 600 has a contrast of 8 to 1.
        "primary": {
            "50": "#fdf3f7", "100": "#fae5ed", "200": "#f5ccdc", "300": "#eda6c0",
            "400": "#e07a9f", "500": "#c94f7c", "600": "#96275a", "700": "#7a1f45",
            "800": "#641b3a", "900": "#521932", "950": "#310a1b",
        },
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": [
            _group("Looks", _JOBS),
            _group("Catalog", _CATALOG),
            _group("Evidence", _EVIDENCE, folded=True),
            _group("Access", _ACCESS, folded=True),
            _group("Queue", _QUEUE, folded=True),
        ],
    },
}  # fmt: skip
