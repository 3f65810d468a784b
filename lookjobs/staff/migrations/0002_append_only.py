"""What staff did is evidence: the database itself refuses to change it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION look_staff_actions_us_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'look_staff_actions_us is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER look_staff_actions_us_append_only BEFORE UPDATE ON look_staff_actions_us
FOR EACH ROW EXECUTE FUNCTION look_staff_actions_us_refuse();
"""
BACKWARD = """
DROP TRIGGER look_staff_actions_us_append_only ON look_staff_actions_us;
DROP FUNCTION look_staff_actions_us_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_staff")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
