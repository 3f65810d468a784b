"""Routes of Layer 3."""

from django.urls import URLPattern, URLResolver, path

from layer3.views import KitView

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/layer3/kit", KitView.as_view(), name="layer3-kit"),
]
