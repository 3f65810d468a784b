"""What Django's models cannot say: copied columns and the count of changes."""

from django.db import migrations

# A shade repeats its product's merchant, brand, category and state; the database keeps them equal.
COPIED = """
ALTER TABLE catalog_shade_us ADD CONSTRAINT catalog_shade_us_copied
FOREIGN KEY (product_id, merchant_id, brand_id, category_id, product_active)
REFERENCES catalog_product_us (id, merchant_id, brand_id, category_id, is_active)
ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""

# One row a transaction that changed anything a kit can see. Transactions insert different rows, so
# they never wait for one another; the sum that a reader sees grows with each commit.
CHANGES = """
CREATE FUNCTION catalog_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalog_change_us (transaction, changes)
    VALUES (pg_current_xact_id()::text::bigint, 1) ON CONFLICT (transaction) DO NOTHING;
    RETURN NULL;
END $$;
"""
COUNTED = (
    "catalog_merchant_us", "catalog_brand_us", "catalog_product_us", "catalog_shade_us",
    "catalog_promotion_us", "catalog_promotion_us_products", "catalog_promotion_us_categories",
    "catalog_promotion_us_brands", "catalog_promotion_us_creators", "catalog_creator_us",
)
TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION catalog_count_change();\n"
    for table in COUNTED
)
DROP_TRIGGERS = "".join(f"DROP TRIGGER {table}_changed ON {table};\n" for table in COUNTED)


class Migration(migrations.Migration):

    dependencies = [("catalog", "0001_catalogue")]

    operations = [
        migrations.RunSQL(COPIED, "ALTER TABLE catalog_shade_us DROP CONSTRAINT catalog_shade_us_copied"),
        migrations.RunSQL(CHANGES, "DROP FUNCTION catalog_count_change"),
        migrations.RunSQL(TRIGGERS, DROP_TRIGGERS),
    ]
