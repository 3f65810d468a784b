from django.apps import AppConfig


class LookJobsConfig(AppConfig):
    name = "lookjobs"
    verbose_name = "Look jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Registers what the OpenAPI document needs to know.
        import config.openapi  # noqa: F401
        import lookjobs.openapi  # noqa: F401
