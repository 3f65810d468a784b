"""Staff look at opt-in samples of looks and steps, and export them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from layer1.admin import SampleAdmin
from layer2.models import LookSpecSample, StepsSample


@admin.register(LookSpecSample)
class LookSpecSampleAdmin(SampleAdmin):
    list_display = ("id", "title", "engine_version", "session_id", "created_at")
    list_filter = ("engine_version", "created_at")

    @admin.display
    def title(self, sample: Any) -> str:
        return str(sample.look_spec["lookTitle"])


@admin.register(StepsSample)
class StepsSampleAdmin(SampleAdmin):
    list_display = ("id", "preference_mode", "engine_version", "session_id", "created_at")
    list_filter = ("preference_mode", "engine_version", "created_at")
