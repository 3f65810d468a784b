"""The clock of benchmarks: a fixed moment, so that every run prices the same promotions."""

from datetime import UTC, datetime

MOMENT = datetime(2026, 11, 20, 12, tzinfo=UTC)
