from django.apps import AppConfig


class Layer3Config(AppConfig):
    name = "layer3"
    verbose_name = "Layer 3: kit"
    default_auto_field = "django.db.models.BigAutoField"
