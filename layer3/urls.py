"""Routes of Layer 3."""

from django.urls import URLPattern, URLResolver, path

from layer3.views import DupesView, KitView

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/layer3/kit", KitView.as_view(), name="layer3-kit"),
    path("catalog/dupes", DupesView.as_view(), name="catalog-dupes"),
]
