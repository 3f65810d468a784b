from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "lookjobs.staff"
    label = "staff"
    verbose_name = "Staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lookjobs.staff import audit

        audit.listen()
