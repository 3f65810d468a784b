from django.urls import URLPattern, URLResolver, path

from layer1.views import BundleValidateView, CompatibilityView

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/layer1/compatibility", CompatibilityView.as_view(), name="layer1-compatibility"),
    path("api/layer1/bundle/validate", BundleValidateView.as_view(), name="layer1-validate"),
]
