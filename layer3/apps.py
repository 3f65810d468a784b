from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class Layer3Config(AppConfig):
    name = "layer3"
    verbose_name = "Layer 3: kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from layer3.engine.rules import RulesError
        from layer3.services import weights

        try:
            weights()
        except (RulesError, TypeError) as error:
            raise ImproperlyConfigured(f"KIT_WEIGHTS: {error}") from None
