"""Errors to Sentry, where SENTRY_DSN is set, without anything of a person in them."""

from __future__ import annotations

from typing import Any

from config.logging import mask


def configure_sentry(dsn: str, *, environment: str) -> None:
    """Start reporting. Local variables and bodies stay here: they can hold photos and keys."""
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=0.0,
        before_send=scrub,  # type: ignore[arg-type]  # its Event is a TypedDict of optional keys
        before_breadcrumb=lambda crumb, _: _masked(crumb),
    )


def scrub(event: dict[str, Any], hint: Any = None) -> dict[str, Any]:  # noqa: ARG001
    """Return the event without headers, cookies and query, its addresses masked."""
    request = event.get("request", {})
    for name in ("headers", "cookies", "query_string", "data", "env"):
        request.pop(name, None)
    event.pop("user", None)
    cleaned: dict[str, Any] = _masked(event)
    return cleaned


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in value.items()}
    return [_masked(item) for item in value] if isinstance(value, list) else value
