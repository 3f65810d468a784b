"""Price history writes itself, whoever changes a price: import, API, admin or SQL."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION catalog_open_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalog_price_history_us (market, shade_id, price_cents, currency, started_at)
    SELECT 'US', id, price_cents, currency, clock_timestamp() FROM now_rows
    WHERE price_cents IS NOT NULL AND currency <> '';
    RETURN NULL;
END $$;
CREATE FUNCTION catalog_change_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH changed AS (
        SELECT n.id, n.price_cents, n.currency FROM now_rows n JOIN before_rows b USING (id)
        WHERE (n.price_cents, n.currency) IS DISTINCT FROM (b.price_cents, b.currency)
    ), closed AS (
        UPDATE catalog_price_history_us h SET ended_at = clock_timestamp()
        FROM changed c WHERE h.shade_id = c.id AND h.ended_at IS NULL
        RETURNING h.shade_id
    )
    INSERT INTO catalog_price_history_us (market, shade_id, price_cents, currency, started_at)
    SELECT 'US', c.id, c.price_cents, c.currency, clock_timestamp() FROM changed c
    LEFT JOIN closed ON closed.shade_id = c.id
    WHERE c.price_cents IS NOT NULL AND c.currency <> '';
    RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER catalog_shade_us_priced AFTER INSERT ON catalog_shade_us
REFERENCING NEW TABLE AS now_rows FOR EACH STATEMENT EXECUTE FUNCTION catalog_open_prices();
CREATE TRIGGER catalog_shade_us_repriced AFTER UPDATE ON catalog_shade_us
REFERENCING OLD TABLE AS before_rows NEW TABLE AS now_rows
FOR EACH STATEMENT EXECUTE FUNCTION catalog_change_prices();
"""
DROP = """
DROP TRIGGER catalog_shade_us_priced ON catalog_shade_us;
DROP TRIGGER catalog_shade_us_repriced ON catalog_shade_us;
DROP FUNCTION catalog_open_prices; DROP FUNCTION catalog_change_prices;
"""
# Shades that were stored before this migration: their price is known from when they came.
BACKFILL = """
INSERT INTO catalog_price_history_us (market, shade_id, price_cents, currency, started_at)
SELECT 'US', s.id, s.price_cents, s.currency, s.created_at FROM catalog_shade_us s
WHERE s.price_cents IS NOT NULL AND s.currency <> '' AND NOT EXISTS (
    SELECT 1 FROM catalog_price_history_us h WHERE h.shade_id = s.id AND h.ended_at IS NULL
);
"""


class Migration(migrations.Migration):

    dependencies = [("catalog", "0002_rules")]

    operations = [
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, DROP),
    ]
