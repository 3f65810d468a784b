"""What goes to Sentry holds no key, token, address of a share, header or body."""

from __future__ import annotations

import json

from config.reporting import scrub


def test_an_event_is_scrubbed() -> None:
    event = {
        "request": {
            "url": "https://x.example/shares/secret-share",
            "headers": {"Authorization": "Bearer secret-key"},
            "cookies": {"look_replicator_browser": "secret-cookie"},
            "query_string": "signature=secret-signature",
            "data": {"skinHex": "secret-skin"},
        },
        "user": {"ip_address": "secret-address"},
        "breadcrumbs": {"values": [{"message": "PUT /uploads/local/secret-token"}]},
    }
    text = json.dumps(scrub(event))
    assert "secret" not in text
    assert "https://x.example/shares/***" in text
