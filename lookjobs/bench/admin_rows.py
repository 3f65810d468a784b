"""Fills a database of its own with the rows that the admin must stay quick over.

Written by SQL with the triggers off: what is measured is reading. The result of each of the newest
jobs is whole, from the real pipeline over the sample photo; older ones carry its head alone, for no
list reads more, and a hundred thousand whole results would only fill the disk.
"""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import skimage.data
from django.db import connection
from django.utils import timezone

from lookjobs import pipeline

WHOLE: Final = 2_000
DAYS: Final = 60

_JOBS: Final = """
INSERT INTO look_jobs_us (id, market, caller, kind, locale, preference_mode, reference_url,
    selfie_given, preferences, constraints, opt_in_training, session_id, status, stage, progress,
    version, attempt, queued_at, created_at, updated_at, finished_at, timings, warnings, result,
    error)
SELECT gen_random_uuid(), 'US', 'key:caller-' || i %% 50, 'full', 'en-US',
    (ARRAY['structure', 'vibe', 'ease'])[1 + i %% 3], '', false, '{}', '{}', false,
    'session-' || i %% 20000, kind.status, kind.stage, kind.progress, 9, 1, at, at, ended, ended,
    '{"fetch": 30.1, "faces": 210.5, "gate": 0.4, "look": 29.2, "steps": 31.9, "kit": 44.1}', '[]',
    CASE WHEN kind.status <> 'completed' THEN NULL WHEN i <= %(whole)s THEN %(result)s::jsonb
        ELSE %(head)s::jsonb END,
    CASE WHEN kind.status <> 'failed' THEN NULL
        WHEN i %% 40 = 0 THEN '{"code": "TIMED_OUT", "message": "Too long.", "reasons": []}'::jsonb
        ELSE '{"code": "LAYER1_HARD_REJECT", "message": "Refused.",
               "reasons": ["REF_LIGHTING_TOO_LOW"]}'::jsonb END
FROM generate_series(1, %(jobs)s) AS i,
LATERAL (SELECT now() - i * interval '1 day' * %(days)s / %(jobs)s AS at) AS made,
LATERAL (SELECT at + (0.4 + (i %% 1000)::float ^ 2 / 50000) * interval '1 second' AS ended) AS e,
LATERAL (SELECT CASE WHEN i %% 20 = 0 THEN 'failed' WHEN i %% 97 = 0 THEN 'canceled'
        ELSE 'completed' END AS status,
    CASE WHEN i %% 20 = 0 OR i %% 97 = 0 THEN 'gate' ELSE 'done' END AS stage,
    CASE WHEN i %% 20 = 0 OR i %% 97 = 0 THEN 45 ELSE 100 END AS progress) AS kind"""
_EVENTS: Final = """
INSERT INTO look_job_events_us (job_id, event, data, created_at)
SELECT id, CASE n WHEN 3 THEN 'done' ELSE 'stage' END, '{"stage": "fetch", "progress": 5}',
    created_at + n * interval '1 second'
FROM look_jobs_us, generate_series(1, 3) AS n"""
_UPLOADS: Final = """
INSERT INTO look_uploads_us (id, market, caller, kind, key, content_type, size_bytes, state,
    version, created_at, expires_at, received_at)
SELECT gen_random_uuid(), 'US', caller, 'reference', id::text, 'image/jpeg', 400000, 'received', '',
    created_at, created_at, created_at FROM look_jobs_us"""
_CONSENTS: Final = """
INSERT INTO look_consents_us (market, job_id, purpose, granted, text_version, locale, term,
    accepted_at, created_at)
SELECT 'US', id, 'processing', true, '2026-11', 'en', 'selfie 24 h', created_at, created_at
FROM look_jobs_us"""
_ACTIONS: Final = """
INSERT INTO look_staff_actions_us (market, at, username, action, job_id, detail)
SELECT 'US', created_at, 'operator', 'view_photo', id, '{}' FROM look_jobs_us"""
_MERCHANTS: Final = """
INSERT INTO catalog_merchant_us (market, slug, name, website, is_active, is_demo, margin_floor_bp,
    created_at)
SELECT 'US', 'bench-' || i, 'Bench ' || i, '', true, false, 0, now() FROM generate_series(1, 4) i"""
_PRODUCTS: Final = """
INSERT INTO catalog_product_us (market, merchant_id, brand_id, category_id, external_id, name,
    description, tags, image_url, product_url, provenance, is_active, is_demo, created_at,
    updated_at)
SELECT 'US', m.id, b.id, c.code, 'p' || i, c.name_en || ' number ' || i, '', '{}', '', '', '{}',
    true, false, now(), now()
FROM generate_series(1, %(products)s) AS i
JOIN LATERAL (SELECT id FROM catalog_merchant_us WHERE slug = 'bench-' || (1 + i %% 4)) m ON true
JOIN LATERAL (SELECT id FROM catalog_brand_us ORDER BY id OFFSET i %% 5 LIMIT 1) b ON true
JOIN LATERAL (SELECT code, name_en FROM catalog_category_us WHERE colour_matched
    ORDER BY code OFFSET i %% 5 LIMIT 1) c ON true"""
_SHADES: Final = """
INSERT INTO catalog_shade_us (market, sku, product_id, merchant_id, brand_id, category_id,
    product_active, name, hex, more_hexes, lab_l, lab_a, lab_b, finish, coverage, undertone,
    size_unit, price_cents, currency, currency_source, availability, provenance, is_active,
    created_at, updated_at)
SELECT 'US', 'bench:' || p.id || '-' || n, p.id, p.merchant_id, p.brand_id, p.category_id, true,
    (ARRAY['Rose', 'Sand', 'Mulberry', 'Copper', 'Ivory'])[1 + n %% 5] || ' ' || p.id, '#a11f33',
    '{}', 20 + n * 3, 20 + n, n, 'matte', 'full', 'unknown', '', 500 + n * 100, 'USD', 'stated',
    CASE WHEN n %% 7 = 0 THEN 'out_of_stock' ELSE 'in_stock' END, '{}', true, now(), now()
FROM catalog_product_us p, generate_series(1, %(each)s) AS n WHERE p.external_id LIKE 'p%%'
    AND p.merchant_id IN (SELECT id FROM catalog_merchant_us WHERE slug LIKE 'bench-%%')"""
_PRICES: Final = """
INSERT INTO catalog_price_history_us (market, shade_id, price_cents, currency, started_at)
SELECT 'US', id, price_cents, 'USD', now() FROM catalog_shade_us WHERE sku LIKE 'bench:%%'"""
_PROMOTIONS: Final = """
INSERT INTO catalog_promotion_us (market, merchant_id, name, kind, status, scope, percent_bp,
    min_subtotal_cents, starts_at, channels, priority, stackable, used_count, created_at,
    updated_at)
SELECT 'US', id, 'Sale ' || n, 'PERCENT_OFF', 'published', 'all', 1000, 0, now(), '{}', 0, true, 0,
    now(), now() FROM catalog_merchant_us, generate_series(1, 500) AS n
WHERE slug LIKE 'bench-%%'"""

SHADES_EACH: Final = 20


def fill(*, jobs: int, shades: int) -> None:
    """Write the rows. Takes some minutes for a million shades."""
    result = _result()
    head = {
        "gate": result["gate"],
        "degraded": [],
        "lookSpec": {"lookTitle": result["lookSpec"]["lookTitle"]},
    }
    values: dict[str, Any] = {
        "jobs": jobs, "days": DAYS, "whole": WHOLE, "result": json.dumps(result),
        "head": json.dumps(head), "products": shades // SHADES_EACH, "each": SHADES_EACH,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in (
            _JOBS, _EVENTS, _UPLOADS, _CONSENTS, _ACTIONS, _MERCHANTS, _PRODUCTS, _SHADES, _PRICES,
            _PROMOTIONS,
        ):  # fmt: skip
            cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def _result() -> dict[str, Any]:
    photo = np.asarray(skimage.data.astronaut(), np.uint8)  # type: ignore[no-untyped-call]
    inputs = pipeline.Inputs(mode="structure", locale="en-US", created_at=timezone.now())
    found = pipeline.run(inputs, photos=lambda _: photo, on_stage=lambda _: None)
    return pipeline.wire_result(found)
