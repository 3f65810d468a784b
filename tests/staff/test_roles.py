"""Who of the staff may open what: every address of the admin, walked from its resolver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from catalog.models import MerchantMember
from lookjobs.staff.roles import ROLES, write_roles
from tests.staff.admin_world import make_everything
from tests.staff.conftest import Open

pytestmark = pytest.mark.django_db

# What each role may do with each model: v(iew), a(dd), c(hange), d(elete); unnamed is nothing.
_EVIDENCE: Final = dict.fromkeys(
    (
        "lookjobs_lookjob", "lookjobs_jobevent", "lookjobs_upload", "lookjobs_share",
        "lookjobs_consent", "lookjobs_deletion", "lookjobs_workerbeat", "staff_staffaction",
        "admin_logentry", "layer1_faceprofilesample", "layer1_similarityreportsample",
        "layer1_bundlesample", "layer2_lookspecsample", "layer2_stepssample", "layer3_kitsample",
        "catalog_brand",
        "catalog_product", "catalog_shade", "catalog_promotion", "catalog_pricehistory",
        "django_q_ormq", "django_q_schedule", "django_q_success", "django_q_failure",
    ),
    "v",
)  # fmt: skip
_SHOP: Final = dict.fromkeys(("catalog_creator", "catalog_redemption", "catalog_importrun"), "v")
MATRIX: Final[dict[str, dict[str, str]]] = {
    "Operator": _EVIDENCE
    | _SHOP
    | {
        "catalog_merchant": "vac",
        "access_apikey": "va",
        "catalog_merchantmember": "vacd",
        "catalog_product": "vc",
        "catalog_shade": "vc",
    },
    "Auditor": _EVIDENCE
    | _SHOP
    | {
        "catalog_merchant": "v",
        "access_apikey": "v",
        "auth_user": "v",
        "auth_group": "v",
        "catalog_merchantmember": "v",
    },
    # Its own merchant's rows alone: tests/staff/test_merchants.py walks what it must not see.
    "Merchant": {
        "catalog_product": "vac",
        "catalog_shade": "vac",
        "catalog_promotion": "vac",
        "catalog_creator": "vac",
        "catalog_brand": "v",
        "catalog_pricehistory": "v",
        "catalog_importrun": "v",
        "catalog_redemption": "v",
    },
    "none": {},
}
# The job page's own addresses: which permission of ROLES each takes.
JOB_ROUTES: Final = {
    "job_retry": "retry_job", "job_cancel": "cancel_job", "job_erase": "delete_job",
    "job_rerun": "rerun_job", "job_show": "view_photo", "job_picture": "view_photo",
    "job_export": "export_data",
}  # fmt: skip
# Pages beside the lists: the model, and what of MATRIX each takes.
SHOP_ROUTES: Final = {
    "promotion_calendar": ("catalog_promotion", "v"),
    "promotion_publish": ("catalog_promotion", "c"),
    "product_feed": ("catalog_product", "c"),
    "product_quality": ("catalog_product", "v"), "product_unmatched": ("catalog_product", "v"),
}  # fmt: skip
# Sheets, taken away and given back: the page, and what of MATRIX it takes. Only who belongs to a
# merchant gives one back, for the rows become that merchant's.
SHEETS: Final = {"export": "v", "import": "ac"}
GIVES_BACK: Final = "Merchant"
# Addresses that are the same for all staff, and what they answer to a GET.
COMMON: Final = {
    "index": 200, "login": 302, "logout": 405, "password_change": 200, "password_change_done": 200,
    "autocomplete": 403, "jsi18n": 200, "view_on_site": 404, "app_list": None, "search": 200,
}  # fmt: skip
PAGES: Final = {"changelist": "v", "add": "a", "change": "v", "delete": "d", "history": "v"}


def walk(resolver: Any = None) -> Iterator[URLPattern]:
    """Yield every pattern under admin/ that has a name."""
    for entry in (resolver or _admin()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from walk(entry)
        elif entry.name:
            yield entry


def _admin() -> URLResolver:
    return next(
        entry
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLResolver) and entry.namespace == "admin"
    )


NAMES: Final = sorted({pattern.name for pattern in walk() if pattern.name})


def model_page(name: str) -> tuple[str, str] | None:
    """Return (app_model, page) of an address of a model's admin."""
    if name == "auth_user_password_change":
        return None
    model, _, page = name.rpartition("_")
    return (model, page) if page in PAGES and model.count("_") else None


def sheet_page(name: str) -> tuple[str, str] | None:
    """Return (app_model, page) of an address of a model's sheet."""
    model, _, page = name.rpartition("_")
    return (model, page) if page in SHEETS and model in MATRIX["Merchant"] else None


def address_of(name: str, world: dict[str, Any]) -> str:
    """Return the address with an object that exists."""
    if name in JOB_ROUTES:
        more = ["reference"] if name == "job_show" else []
        return reverse(f"admin:{name}", args=[world["lookjobs_lookjob"].pk, *more])
    found = model_page(name)
    key = [world[found[0]].pk] if found and found[1] not in ("changelist", "add") else []
    if name == "promotion_publish":
        key = [world["catalog_promotion"].pk]
    if name == "view_on_site":
        key = [1, 1]
    if name == "app_list":
        key = ["lookjobs"]
    if name == "auth_user_password_change":
        key = [world["auth_user"].pk]
    return reverse(f"admin:{name}", args=key)


def expected(role: str, name: str) -> set[int] | None:
    """Return the answers that are right for a GET; None where no matrix has a say."""
    allowed = {200}
    if name in JOB_ROUTES:
        may = f"staff.{JOB_ROUTES[name]}" in ROLES.get(role, ())
        if name == "job_export":
            return {200} if may else {403}
        return {405} if name != "job_picture" else {403}  # no link, no picture
    if name in SHOP_ROUTES:
        model, right = SHOP_ROUTES[name]
        return allowed if right in MATRIX[role].get(model, "") else {403}
    if name == "promotion_preview" or name.endswith("_process_import"):
        return {405}
    if (sheet := sheet_page(name)) is not None:
        model, page = sheet
        may = set(SHEETS[page]) <= set(MATRIX[role].get(model, ""))
        return allowed if may and (page == "export" or role == GIVES_BACK) else {403}
    if (found := model_page(name)) is not None:
        model, page = found
        if PAGES[page] in MATRIX[role].get(model, ""):
            return allowed
        # Somebody of no merchant has no row of one: Django sends them home, as for one not there.
        return {403, 302} if model.startswith("catalog_") else {403}
    if name == "auth_user_password_change":
        return {403}
    common = COMMON[name]  # an address that is new must be judged here
    if common is None:
        return {200} if "lookjobs_lookjob" in MATRIX[role] else {404}
    return {common}


@pytest.mark.parametrize("role", sorted(MATRIX))
def test_every_address_answers_each_role_as_the_matrix_says(sign_in: Open, role: str) -> None:
    world, client = make_everything(), sign_in(role)
    if role == "Merchant":
        member = User.objects.get(username="merchant")
        MerchantMember.objects.create(user=member, merchant=world["catalog_merchant"])
    client.raise_request_exception = False
    wrong = []
    for name in NAMES:
        status = client.get(address_of(name, world)).status_code
        if status not in (expected(role, name) or {status}):
            wrong.append((name, status, expected(role, name)))
    assert wrong == []


def test_a_stranger_sees_the_login_of_every_address(client: Client, db: None) -> None:
    world = make_everything()
    for name in NAMES:
        if name in ("login", "logout", "view_on_site"):
            continue
        answer = client.get(address_of(name, world))
        assert answer.status_code in (302, 405), name
        if answer.status_code == 302:
            assert "/admin/login/" in answer["Location"], name


def test_what_a_role_may_not_do_with_a_job_it_cannot_post(sign_in: Open) -> None:
    job = make_everything()["lookjobs_lookjob"]
    auditor, nobody = sign_in("Auditor"), sign_in("none")
    for name in ("job_retry", "job_cancel", "job_erase", "job_rerun", "job_show"):
        more = ["reference"] if name == "job_show" else []
        url = reverse(f"admin:{name}", args=[job.pk, *more])
        assert auditor.post(url).status_code == 403
        assert nobody.post(url).status_code == 403
    job.refresh_from_db()
    assert job.status == "completed"


def test_nobody_writes_evidence_by_a_form_not_even_an_administrator(sign_in: Open) -> None:
    world, root = make_everything(), sign_in("root")
    for model in _EVIDENCE:
        if model.startswith(("catalog_", "django_q_")) and model != "catalog_pricehistory":
            continue
        for page in ("add", "delete"):
            args = [] if page == "add" else [world[model].pk]
            try:
                url = reverse(f"admin:{model}_{page}", args=args)
            except NoReverseMatch:
                continue
            assert root.get(url).status_code == 403, url


def test_roles_are_written_by_the_migration_and_again_changes_nothing(db: None) -> None:
    write_roles(apps)
    for role, names in ROLES.items():
        group = Group.objects.get(name=role)
        held = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}
        assert held == set(names)


def test_every_permission_of_a_role_is_one_that_django_knows(sign_in: Open) -> None:
    sign_in("Operator")
    known = set()
    for model in apps.get_models():
        meta = model._meta
        for action in meta.default_permissions:
            known.add(f"{meta.app_label}.{action}_{meta.model_name}")
        known |= {f"{meta.app_label}.{codename}" for codename, _ in meta.permissions}
    assert {name for names in ROLES.values() for name in names} <= known
