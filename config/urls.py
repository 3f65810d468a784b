"""Every route. Each app lists its own; this file only mounts them."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from config.errors import json_error

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    path("", include("layer1.urls")),
    path("", include("layer3.urls")),
    path("", include("catalog.urls")),
    path("", include("lookjobs.urls")),
]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404 outside DRF."""
    return json_error(request, 404, "There is nothing at this address.")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a bug. The log has the request id."""
    return json_error(request, 500, "Something broke on our side. Quote the requestId to us.")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """400 outside DRF."""
    return json_error(request, 400)


handler404 = "config.urls.not_found"
handler500 = "config.urls.server_error"
handler400 = "config.urls.bad_request"
