"""The role of a merchant's people, as a group with its permissions."""

from django.db import migrations

from catalog.staff.roles import ROLE, write_role


def forward(apps, schema_editor):
    write_role(apps)


def backward(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=ROLE).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_staff_lists"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(forward, backward)]
