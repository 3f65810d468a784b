from django.apps import AppConfig


class Layer2Config(AppConfig):
    name = "layer2"
    verbose_name = "Layer 2: look and steps"
    default_auto_field = "django.db.models.BigAutoField"
