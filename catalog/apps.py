"""The catalogue's app; it keeps the category rows equal to the taxonomy."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "Catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(write_categories, sender=self)


def write_categories(**_: Any) -> None:
    """Write the rows of the taxonomy: after migrate, and after a test emptied the tables."""
    from catalog.engine.taxonomy import AREAS, CATEGORIES, COLOUR_MATCHED, NAMES
    from catalog.models import Category

    Category.objects.bulk_create(
        (
            Category(
                code=code,
                name_en=NAMES[code][0],
                name_es=NAMES[code][1],
                area=AREAS[code],
                colour_matched=code in COLOUR_MATCHED,
            )
            for code in CATEGORIES
        ),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_en", "name_es", "area", "colour_matched"],
    )
