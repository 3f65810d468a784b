"""What the bucket should enforce by itself: expiry, CORS for uploads, and its policy."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings

PREFIX = "look-replicator/us"
HOURS_A_DAY = 24


def lifecycle() -> dict[str, Any]:
    """Return the lifecycle rules: a safety net of whole days behind the purge, which is exact."""
    terms = {
        "reference": settings.RETENTION_REFERENCE_DAYS,
        "selfie": math.ceil(settings.RETENTION_SELFIE_HOURS / HOURS_A_DAY),
    }
    return {
        "Rules": [
            {
                "ID": f"expire-{kind}",
                "Status": "Enabled",
                "Filter": {"Prefix": f"{PREFIX}/{kind}/"},
                "Expiration": {"Days": days + 1},  # S3 counts from the next midnight
                "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
                "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
            }
            for kind, days in terms.items()
        ]
    }


def cors() -> dict[str, Any]:
    """Return the CORS rules: browsers of our own pages and of the allowed frontends may PUT."""
    origins = sorted({settings.PUBLIC_BASE_URL, *settings.CORS_ALLOWED_ORIGINS})
    return {
        "CORSRules": [
            {
                "AllowedOrigins": origins,
                "AllowedMethods": ["PUT"],
                "AllowedHeaders": ["Content-Type", "If-None-Match"],
                "MaxAgeSeconds": 3600,
            }
        ]
    }


def policy(bucket: str) -> dict[str, Any]:
    """Return the bucket policy: TLS only, and no PUT that could replace an object."""
    everything = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "OnlyTLS",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": everything,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
            {
                "Sid": "NeverReplace",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:PutObject",
                "Resource": f"arn:aws:s3:::{bucket}/{PREFIX}/*",
                "Condition": {"Null": {"s3:if-none-match": "true"}},
            },
        ],
    }
