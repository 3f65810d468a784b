"""API keys moved to catalog.access. The rows go along; the old table stays for processes that still
run the release before, and is dropped by a later one."""

from django.db import migrations

COPY = """
INSERT INTO catalog_api_key_us
    (market, name, prefix, secret_sha256, scopes, created_at, expires_at, revoked_at)
SELECT 'US', name, prefix, secret_sha256, ARRAY['looks'], created_at, expires_at, revoked_at
FROM look_api_keys_us ON CONFLICT (prefix) DO NOTHING;
"""
# A step back keeps what was revoked since, and the keys that the release before can understand.
BACK = """
INSERT INTO look_api_keys_us (name, prefix, secret_sha256, created_at, expires_at, revoked_at)
SELECT name, prefix, secret_sha256, created_at, expires_at, revoked_at
FROM catalog_api_key_us WHERE 'looks' = ANY(scopes)
ON CONFLICT (prefix) DO UPDATE
SET expires_at = excluded.expires_at, revoked_at = excluded.revoked_at;
"""


class Migration(migrations.Migration):

    dependencies = [("lookjobs", "0004_metrics"), ("access", "0001_keys")]

    operations = [
        migrations.RunSQL(COPY, BACK),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("ApiKey")]),
    ]
