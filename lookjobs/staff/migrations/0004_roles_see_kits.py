"""Kits have samples now, and the roles see them as they see the others."""

from django.db import migrations

from lookjobs.staff.roles import write_roles


def forward(apps, schema_editor):
    write_roles(apps)


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_roles"), ("layer3", "0001_samples")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
