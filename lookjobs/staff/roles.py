"""What each role of staff may do. A migration writes it; then an administrator may change it.

The Merchant role is the catalogue's own.
"""

from __future__ import annotations

from typing import Any, Final

from config.roles import write_group

# The models whose rows both roles may look at.
_SEEN: Final = (
    "lookjobs.lookjob", "lookjobs.jobevent", "lookjobs.upload", "lookjobs.share",
    "lookjobs.consent", "lookjobs.deletion", "lookjobs.workerbeat", "staff.staffaction",
    "admin.logentry", "layer1.faceprofilesample", "layer1.similarityreportsample",
    "layer1.bundlesample", "layer2.lookspecsample", "layer2.stepssample", "layer3.kitsample",
    "access.apikey", "catalog.merchant", "catalog.brand", "catalog.product", "catalog.shade",
    "catalog.promotion", "catalog.pricehistory", "catalog.merchantmember", "catalog.creator",
    "catalog.redemption", "catalog.importrun", "django_q.ormq", "django_q.schedule",
    "django_q.success", "django_q.failure",
)  # fmt: skip
_VIEWS: Final = tuple(f"{model.replace('.', '.view_')}" for model in _SEEN)
# What Django's own four do not cover hangs on the model of the audit.
_OWN: Final = {
    f"staff.{codename}": f"staff.staffaction.{codename}"
    for codename in (
        "view_photo", "retry_job", "cancel_job", "delete_job", "rerun_job", "export_data",
    )
}  # fmt: skip
ROLES: Final[dict[str, tuple[str, ...]]] = {
    # Runs the service: sees photos, acts on jobs, lets merchants and callers in.
    "Operator": (
        *_VIEWS, "staff.view_photo", "staff.retry_job", "staff.cancel_job", "staff.delete_job",
        "staff.rerun_job", "staff.export_data", "catalog.add_merchant", "catalog.change_merchant",
        "access.add_apikey", "access.change_apikey", "catalog.add_merchantmember",
        "catalog.change_merchantmember", "catalog.delete_merchantmember", "catalog.change_product",
        "catalog.change_shade",
    ),
    # Checks the service: sees every record and who did what, and nobody's photo; changes nothing.
    "Auditor": (*_VIEWS, "staff.export_data", "auth.view_user", "auth.view_group"),
}  # fmt: skip


def write_roles(apps: Any) -> None:
    """Write the groups with their permissions."""
    for role, names in ROLES.items():
        write_group(apps, role, [_OWN.get(name, name) for name in names])
