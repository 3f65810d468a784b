"""The direct calls of Layer 3."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.contracts import from_wire, read_query, to_wire
from layer2.engine.types import LookSpec, Preferences, Wearer
from layer2.engine.wearer import nobody
from layer2.services import stated_wearer
from layer3 import services
from layer3.dupes import Asked, find_dupes
from layer3.serializers import (
    DupesQuerySerializer,
    DupesSerializer,
    KitRequestSerializer,
    KitV0Serializer,
    read_constraints,
)


class KitView(APIView):
    """The kit for a look that the caller already has; prices as of now."""

    @extend_schema(request=KitRequestSerializer, responses=KitV0Serializer)
    def post(self, request: Request) -> Response:
        body = KitRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        preferences = from_wire(Preferences, data.get("preferences", {}))
        kit = services.build_kit(
            look=from_wire(LookSpec, data["lookSpec"]),
            wearer=_wearer(data.get("wearer"), preferences, data["locale"]),
            preferences=preferences,
            constraints=read_constraints(data.get("constraints", {})),
            priced_at=timezone.now(),
            locale=data["locale"],
        )
        return Response(to_wire(kit))


def _wearer(data: dict[str, Any] | None, preferences: Preferences, locale: str) -> Wearer:
    """Return the wearer that the body names: itself, a stated skin, or a foundation they wear."""
    if data is not None:
        return from_wire(Wearer, data)
    if preferences.skin_hex is not None:
        return stated_wearer(preferences.skin_hex, locale=locale)
    if preferences.foundation_sku_id is not None:
        return services.foundation_wearer(preferences.foundation_sku_id)
    return nobody()


class DupesView(APIView):
    """The dupes of a product or of the nearest product to a colour, with paging."""

    @extend_schema(parameters=[DupesQuerySerializer], responses=DupesSerializer)
    def get(self, request: Request) -> Response:
        data = read_query(DupesQuerySerializer, request)
        asked = Asked(
            sku=data.get("skuId", ""),
            hex=data.get("hex", ""),
            category=data.get("category", ""),
            relation=data["relation"],
            in_stock_only=data["inStockOnly"] == "true",
            limit=int(data["limit"]),
            cursor=data.get("cursor", ""),
        )
        return Response(to_wire(find_dupes(asked, now=timezone.now(), locale=data["locale"])))
