"""The roles of staff, with what the catalogue's admin has gained."""

from django.db import migrations

from lookjobs.staff.roles import write_roles


def forward(apps, schema_editor):
    write_roles(apps)


class Migration(migrations.Migration):
    dependencies = [("staff", "0004_roles_see_kits"), ("catalog", "0005_merchant_role")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
