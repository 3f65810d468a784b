"""Every route. Each app lists its own; this file only mounts them."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import include, path, re_path
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import openapi  # noqa: F401  (registers what the document needs to know)
from config.errors import json_error
from lookjobs.page_frame import error_page, seal, wants_page
from lookjobs.page_urls import page_urls

_API = r"^(?:look-jobs|shares|uploads|sessions|catalog|api/(?:layer\d|merchant))(?:/|$)"


@csrf_exempt
def no_such_call(request: HttpRequest) -> HttpResponseBase:
    """404 of the API, with our body under DEBUG too, where Django would show its own page."""
    return json_error(request, 404, "There is no such call; /api/docs/ lists them all.")


urlpatterns = [
    # No row has a page on the site, and Django's own view breaks on an id of the wrong kind.
    re_path(r"^admin/r/", defaults.page_not_found, {"exception": Http404()}),
    path("admin/", admin.site.urls),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("", include("layer1.urls")),
    path("", include("layer3.urls")),
    path("", include("catalog.urls")),
    path("", include("lookjobs.urls")),
    path("", include(page_urls)),
    # Last, and only for the API's own prefixes: elsewhere a missing slash is still added.
    re_path(_API, no_such_call),
]


def _answer(request: HttpRequest, status: int, message: str = "") -> HttpResponseBase:
    """A page for a person in a browser, our error body for everybody else."""
    if wants_page(request):
        return seal(error_page(request, status))
    return json_error(request, status, message)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001
    """404 outside DRF."""
    return _answer(request, 404, "There is nothing at this address.")


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500: a bug. The log has the request id."""
    return _answer(request, 500, "Something broke on our side. Quote the requestId to us.")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001
    """400 outside DRF."""
    return _answer(request, 400)


handler404 = "config.urls.not_found"
handler500 = "config.urls.server_error"
handler400 = "config.urls.bad_request"
