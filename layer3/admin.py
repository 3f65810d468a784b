"""Staff look at opt-in samples of kits, and export them."""

from __future__ import annotations

from django.contrib import admin

from layer1.admin import SampleAdmin
from layer3.models import KitSample


@admin.register(KitSample)
class KitSampleAdmin(SampleAdmin):
    list_display = ("id", "engine_version", "catalog_version", "session_id", "created_at")
    list_filter = ("engine_version", "created_at")
