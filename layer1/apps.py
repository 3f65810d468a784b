from django.apps import AppConfig


class Layer1Config(AppConfig):
    name = "layer1"
    verbose_name = "Layer 1: faces"
    default_auto_field = "django.db.models.BigAutoField"
