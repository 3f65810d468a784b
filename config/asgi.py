"""The web process: `uvicorn config.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

from config.body_limits import BodyLimits
from config.postgres import ensure_database_url

ensure_database_url()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Under ASGI each request has a thread of its own; without a pool each would open a connection.
os.environ.setdefault("DATABASE_POOL", "20")
_django = get_asgi_application()

from django.conf import settings  # noqa: E402  (after the setup above)

application = BodyLimits(
    _django,
    upload=settings.UPLOAD_MAX_BYTES,
    staff=settings.STAFF_MAX_BYTES,
    form=2 * settings.UPLOAD_MAX_BYTES + settings.JSON_MAX_BYTES,
    other=settings.JSON_MAX_BYTES,
)
