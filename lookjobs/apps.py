from django.apps import AppConfig


class LookJobsConfig(AppConfig):
    name = "lookjobs"
    verbose_name = "Look jobs"
    default_auto_field = "django.db.models.BigAutoField"
