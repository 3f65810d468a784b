"""Consents are evidence: the database itself refuses to change one."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION look_consents_us_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'look_consents_us is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER look_consents_us_append_only BEFORE UPDATE ON look_consents_us
FOR EACH ROW EXECUTE FUNCTION look_consents_us_refuse();
"""
BACKWARD = """
DROP TRIGGER look_consents_us_append_only ON look_consents_us;
DROP FUNCTION look_consents_us_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("lookjobs", "0001_jobs")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
