"""The roles of staff, as groups with their permissions."""

from django.db import migrations

from lookjobs.staff.roles import ROLES, write_roles


def forward(apps, schema_editor):
    write_roles(apps)


def backward(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0002_append_only"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(forward, backward)]
