"""Settings: only what differs between machines comes from the environment (see .env.example)."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.logging import configure_logging
from config.reporting import configure_sentry
from config.unfold import UNFOLD  # noqa: F401  (a setting)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env.load_dotenv(BASE_DIR / ".env")

DEBUG = env.flag("DEBUG", default=True)
SECRET_KEY = env.text("SECRET_KEY", "insecure-development-key-never-used-outside-debug" * DEBUG)
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY must be set when DEBUG is off: any long random text.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver" if DEBUG else "")
PUBLIC_BASE_URL = env.text("PUBLIC_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_q",
    "import_export",
    "catalog",
    "catalog.access",
    "layer1",
    "layer2",
    "layer3",
    "lookjobs",
    "lookjobs.staff",
]

MIDDLEWARE = [
    "config.streams.async_streams",
    "config.middleware.RequestLogMiddleware",
    "config.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "lookjobs.rate_limits.RateLimitMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL must start with postgresql://, got {parts.scheme!r}"
        )
    options: dict[str, Any] = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    pool = env.integer("DATABASE_POOL", 0)  # connections of a web process; config/asgi.py sets it
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        # A connection for each task was the largest cost of the queue (design/QUEUE.md).
        "CONN_MAX_AGE": 0 if pool else 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # services say where a transaction begins and ends
        "OPTIONS": {"connect_timeout": 5, **options},
        "TEST": {"NAME": env.text("TEST_DATABASE_NAME") or None},
    }


# Entry points set DATABASE_URL (config/postgres.py); tools that only import settings never connect.
DATABASES = {"default": _database(env.text("DATABASE_URL", "postgresql:///look_replicator"))}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
_S3_BUCKET = env.text("LOOK_REPLICATOR_S3_BUCKET")
_LOCAL_LOOKS: dict[str, Any] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": env.text("LOOK_REPLICATOR_LOCAL_STORE", str(VAR_DIR / "looks"))},
}


def s3_looks(*, bucket: str) -> dict[str, Any]:
    """Return the storage of photos on S3."""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "region_name": env.text("LOOK_REPLICATOR_S3_REGION", "us-east-1"),
            "endpoint_url": env.text("LOOK_REPLICATOR_S3_ENDPOINT") or None,
            "access_key": env.text("LOOK_REPLICATOR_S3_ACCESS_KEY_ID") or None,
            "secret_key": env.text("LOOK_REPLICATOR_S3_SECRET_ACCESS_KEY") or None,
            "signature_version": "s3v4",  # the default, SigV2, signs no length
            "file_overwrite": False,
            "querystring_expire": 300,
            "default_acl": None,
            "max_memory_size": 2 * 1024 * 1024,
        },
    }


STORAGES: dict[str, dict[str, Any]] = {
    "default": _LOCAL_LOOKS,
    "looks": s3_looks(bucket=_S3_BUCKET) if _S3_BUCKET else _LOCAL_LOOKS,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# Callers. A key is `name:key`; LOOK_REPLICATOR_API_KEY is one key named default.
API_KEYS = dict(pair.partition(":")[::2] for pair in env.words("LOOK_REPLICATOR_API_KEYS"))
if _DEFAULT_KEY := env.text("LOOK_REPLICATOR_API_KEY"):
    API_KEYS["default"] = _DEFAULT_KEY
API_KEY_LOOKUP = "catalog.access.services.find_key"  # a dotted path: (key) -> KnownKey or None
ADMIN_KEY = env.text("LOOK_REPLICATOR_ADMIN_KEY")  # the operator's X-ADMIN-KEY; empty: no such key
CORS_ALLOWED_ORIGINS = env.words("LOOK_REPLICATOR_CORS_ORIGINS")
CORS_EXPOSE_HEADERS = ["ETag", "Location", "Retry-After", "X-Request-Id"]
CORS_ALLOW_HEADERS = [
    "accept", "authorization", "content-type", "idempotency-key", "if-none-match",
    "last-event-id", "x-api-key", "x-request-id",
]  # fmt: skip
CORS_URLS_REGEX = r"^/(uploads|look-jobs|shares|api|catalog|sessions)(/|$)"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["config.auth.CallerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["config.auth.HasScope"],
    "DEFAULT_PARSER_CLASSES": ["config.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.exception_handler.handle_exception",
    "UNAUTHENTICATED_USER": None,
    "NUM_PROXIES": env.integer("NUM_PROXIES", 0),
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Look Replicator",
    "DESCRIPTION": "From a makeup photo to the look, nine steps and a kit. US market.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["lookjobs.openapi.add_events", "config.openapi.add_refusals"],
}

METRICS_TOKEN = env.text("METRICS_TOKEN")  # the bearer token of /metrics; empty: only under DEBUG

# Limits and terms. Uploads and JSON bodies are limited where they are read.
UPLOAD_MAX_BYTES = 25 * 1024 * 1024
UPLOAD_URL_TTL_S = env.integer("UPLOAD_URL_TTL_S", 900, minimum=1)
PHOTO_MAX_PIXELS = 50_000_000
JSON_MAX_BYTES = 1024 * 1024
STAFF_MAX_BYTES = 50 * 1024 * 1024  # a merchant's catalogue as a file
DATA_UPLOAD_MAX_MEMORY_SIZE = JSON_MAX_BYTES
EVENT_STREAMS_MAX = env.integer("EVENT_STREAMS_MAX", 200, minimum=1)
QUEUE_MAX_PENDING = env.integer("QUEUE_MAX_PENDING", 1000, minimum=1)
JOB_TIMEOUT_S = env.integer("JOB_TIMEOUT_S", 60, minimum=1)
JOB_LEASE_S = env.integer("JOB_LEASE_S", 15, minimum=1)  # renewed while the worker lives
JOB_MAX_ATTEMPTS = env.integer("JOB_MAX_ATTEMPTS", 3, minimum=1)
# Requests a minute: a caller with a key has its own count, others share their address's. 0 is off.
RATE_LIMITS = {
    "signed_url": env.integer("RATE_LIMIT_SIGNED_URL", 120),
    "look_job": env.integer("RATE_LIMIT_LOOK_JOB", 60),
    "look_spec": env.integer("RATE_LIMIT_LOOK_SPEC", 30),
    "share": env.integer("RATE_LIMIT_SHARE", 60),
    "read_share": env.integer("RATE_LIMIT_READ_SHARE", 120),
    "regions": env.integer("RATE_LIMIT_REGIONS", 20),
    "login": env.integer("RATE_LIMIT_LOGIN", 10),
    "admin_key": env.integer("RATE_LIMIT_ADMIN_KEY", 10),  # wrong ones
}
IDEMPOTENCY_TTL_H = env.integer("IDEMPOTENCY_TTL_H", 24, minimum=1)
RETENTION_REFERENCE_DAYS = env.integer("RETENTION_REFERENCE_DAYS", 7, minimum=1)
RETENTION_SELFIE_HOURS = env.integer("RETENTION_SELFIE_HOURS", 24, minimum=1)
RETENTION_SHARE_DAYS = env.integer("RETENTION_SHARE_DAYS", 90, minimum=1)
RETENTION_JOB_DAYS = env.integer("RETENTION_JOB_DAYS", 365, minimum=1)
RETENTION_GEOMETRY_DAYS = env.integer("RETENTION_GEOMETRY_DAYS", 30, minimum=1)
REFERENCE_URL_HOSTS = env.words(
    "LOOK_REPLICATOR_REFERENCE_URL_HOSTS"
)  # empty: referenceImageUrl is off

# The parts of a kit's score (layer3/engine/rules.py); empty: the engine's own weights
KIT_WEIGHTS = env.numbers("KIT_WEIGHTS")
WORKER_PROCESSES = env.integer("WORKER_PROCESSES", 1, minimum=1)
WORKER_STOP_S = env.integer("WORKER_STOP_S", 8, minimum=1)  # then running jobs are handed on
WORKER_CENTS_PER_HOUR = env.integer("WORKER_CENTS_PER_HOUR", 0)  # 0: the dashboard shows time alone

# Who carries the messages: our table woken by NOTIFY, the same table polled, Redis, or SQS.
_BROKERS: dict[str, dict[str, Any]] = {
    "notify": {"orm": "default", "broker_class": "lookjobs.broker.NotifyBroker", "poll": 2},
    "poll": {"orm": "default", "poll": 0.2},
    "redis": {"redis": env.text("REDIS_URL", "redis://127.0.0.1:6379/0")},
    "sqs": {
        "sqs": {
            "aws_region": env.text("SQS_REGION", "us-east-1"),
            "receive_message_wait_time_seconds": 5,  # a worker that stops waits for it
        }
    },
}
QUEUE_BROKER = env.text("QUEUE_BROKER", "notify")
if QUEUE_BROKER not in _BROKERS:
    raise ImproperlyConfigured(f"QUEUE_BROKER must be one of {', '.join(_BROKERS)}.")

# The queue: design/QUEUE.md says why each value is what it is.
Q_CLUSTER = {
    "name": "look-replicator",
    **_BROKERS[QUEUE_BROKER],
    "workers": 1,  # more work: more clusters (WORKER_PROCESSES), which fail alone
    "timeout": JOB_TIMEOUT_S,
    "retry": JOB_TIMEOUT_S + 30,  # a message that is no claimed job's stays taken so long
    "bulk": 1,  # a worker takes a message when it is free (lookjobs/boxes.py)
    "recycle": 10_000,  # tasks; a new worker loads its models first, as long as ten quick jobs
    "max_attempts": 1,
    "ack_failures": True,
    "save_limit": 250,
    "catch_up": False,
    "label": "Queue",
}

# Security that does not depend on the machine
LOGIN_REDIRECT_URL = "admin:index"  # the only people with accounts are staff
CSRF_FAILURE_VIEW = "lookjobs.page_frame.csrf_failed"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Health checks come from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz", r"^readyz$", r"^metrics$"]
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SECURE_HSTS_SECONDS = 0 if DEBUG else env.integer("SECURE_HSTS_SECONDS", 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
if env.flag("BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]

LOGGING_CONFIG = None
configure_logging(level=env.text("LOG_LEVEL", "INFO"), pretty=env.flag("LOG_PRETTY"))
if _SENTRY_DSN := env.text("SENTRY_DSN"):
    configure_sentry(_SENTRY_DSN, environment="development" if DEBUG else "production")
