"""/api/merchant: promotions and products of one merchant, by its own key or the operator's."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import paging, wire
from catalog import serializers as contracts
from catalog.models import Merchant
from catalog.services import merchants, products, promotions
from catalog.services.preview import preview, terms_of
from config.auth import (
    MERCHANT_READ,
    MERCHANT_WRITE,
    AdminKeyAuthentication,
    Caller,
    CallerAuthentication,
)
from config.contracts import ContractSerializer, cents_of, read_query
from config.errors import InvalidRequestError

MERCHANT_ID = OpenApiParameter(
    "merchantId",
    {"type": "string", "pattern": contracts.SLUG.regex.replace(r"\Z", "$")},
    description="Whose; needed with X-ADMIN-KEY, in the address or the body.",
)


class MerchantView(APIView):
    """A call about one merchant; whose it is, is in every query behind it."""

    authentication_classes = (AdminKeyAuthentication, CallerAuthentication)
    scopes: ClassVar[dict[str, str]] = {
        "GET": MERCHANT_READ, "HEAD": MERCHANT_READ, "OPTIONS": MERCHANT_READ,
        "POST": MERCHANT_WRITE, "PATCH": MERCHANT_WRITE, "DELETE": MERCHANT_WRITE,
    }  # fmt: skip

    def asked(
        self, request: Request, contract: type[ContractSerializer] = contracts.MerchantQuery
    ) -> tuple[Merchant, dict[str, Any]]:
        """Return the merchant and the validated parameters of the address."""
        query = read_query(contract, request)
        named = query.pop("merchantId", None)
        return merchants.merchant_of(_caller(request), named), query

    def sent(
        self, request: Request, contract: type[ContractSerializer]
    ) -> tuple[Merchant, dict[str, Any]]:
        """Return the merchant, named in the address or the body, and the validated body."""
        query = read_query(contracts.MerchantQuery, request)
        body = contract(data=request.data)
        body.is_valid(raise_exception=True)
        data: dict[str, Any] = dict(body.validated_data)
        names = {name for name in (query.get("merchantId"), data.pop("merchantId", None)) if name}
        if len(names) > 1:
            raise InvalidRequestError("merchantId: the address and the body name two merchants.")
        return merchants.merchant_of(_caller(request), next(iter(names), None)), data


class PromotionsView(MerchantView):
    @extend_schema(
        operation_id="merchant_promotions_list",
        parameters=[contracts.PromotionQuery],
        responses=contracts.MerchantPromotionListSerializer,
    )
    def get(self, request: Request) -> Response:
        """List promotions, newest first."""
        now = timezone.now()
        merchant, query = self.asked(request, contracts.PromotionQuery)
        place = paging.Place.of("promotions", merchant.pk, query)
        page, more = place.page(
            promotions.find_promotions(
                merchant, query, now=now, before=place.after, limit=place.limit
            )
        )
        items = [wire.promotion_wire(row, now=now) for row in page]
        return Response({"items": items, "nextCursor": more})

    @extend_schema(
        operation_id="merchant_promotions_create",
        parameters=[MERCHANT_ID],
        request=contracts.MerchantPromotionRequestSerializer,
        responses={201: contracts.MerchantPromotionSerializer},
    )
    def post(self, request: Request) -> Response:
        """Create a promotion; a draft unless status says else."""
        merchant, data = self.sent(request, contracts.MerchantPromotionRequestSerializer)
        row = promotions.write_promotion(merchant=merchant, fields=data)
        body = wire.promotion_wire(row, now=timezone.now())
        return Response(body, status=201, headers={"Location": f"{request.path}/{row.pk}"})


class PromotionView(MerchantView):
    @extend_schema(
        operation_id="merchant_promotions_retrieve",
        parameters=[MERCHANT_ID],
        responses=contracts.MerchantPromotionSerializer,
    )
    def get(self, request: Request, promotion_id: int) -> Response:
        """Return one promotion."""
        merchant, _ = self.asked(request)
        row = promotions.get_promotion(merchant, promotion_id)
        return Response(wire.promotion_wire(row, now=timezone.now()))

    @extend_schema(
        operation_id="merchant_promotions_change",
        parameters=[MERCHANT_ID],
        request=contracts.MerchantPromotionPatchSerializer,
        responses=contracts.MerchantPromotionSerializer,
    )
    def patch(self, request: Request, promotion_id: int) -> Response:
        """Change what the body names."""
        merchant, data = self.sent(request, contracts.MerchantPromotionPatchSerializer)
        row = promotions.write_promotion(merchant=merchant, fields=data, promotion_id=promotion_id)
        return Response(wire.promotion_wire(row, now=timezone.now()))

    @extend_schema(
        operation_id="merchant_promotions_delete", parameters=[MERCHANT_ID], responses={204: None}
    )
    def delete(self, request: Request, promotion_id: int) -> Response:
        """Delete; redemptions keep naming it. Again is 204 too."""
        merchant, _ = self.asked(request)
        promotions.delete_promotion(
            merchant=merchant, promotion_id=promotion_id, now=timezone.now()
        )
        return Response(status=204)


class PromotionDraftPreviewView(MerchantView):
    scopes: ClassVar[dict[str, str]] = MerchantView.scopes | {"POST": MERCHANT_READ}

    @extend_schema(
        operation_id="merchant_promotions_preview_draft",
        parameters=[MERCHANT_ID],
        request=contracts.MerchantPromotionRequestSerializer,
        responses=contracts.MerchantPreviewSerializer,
    )
    def post(self, request: Request) -> Response:
        """Show what a promotion would do, before it is created. Saves nothing."""
        merchant, data = self.sent(request, contracts.MerchantPromotionRequestSerializer)
        row = promotions.draft_promotion(merchant, data)
        return Response(wire.preview_wire(preview(merchant, terms_of(row), now=timezone.now())))


class PromotionPreviewView(MerchantView):
    scopes: ClassVar[dict[str, str]] = MerchantView.scopes | {"POST": MERCHANT_READ}

    @extend_schema(
        operation_id="merchant_promotions_preview",
        parameters=[MERCHANT_ID],
        request=contracts.MerchantPromotionPatchSerializer,
        responses=contracts.MerchantPreviewSerializer,
    )
    def post(self, request: Request, promotion_id: int) -> Response:
        """Show what a stored promotion does, changed as the body says. Saves nothing."""
        merchant, data = self.sent(request, contracts.MerchantPromotionPatchSerializer)
        row = promotions.draft_promotion(merchant, data, promotion_id=promotion_id)
        return Response(wire.preview_wire(preview(merchant, terms_of(row), now=timezone.now())))


class RedemptionsView(MerchantView):
    @extend_schema(
        operation_id="merchant_promotions_redeem",
        parameters=[MERCHANT_ID],
        request=contracts.MerchantRedemptionRequestSerializer,
        responses={
            200: contracts.MerchantRedemptionSerializer,
            201: contracts.MerchantRedemptionSerializer,
        },
    )
    def post(self, request: Request, promotion_id: int) -> Response:
        """Count one use of the promotion by an order; the same order again is 200."""
        merchant, data = self.sent(request, contracts.MerchantRedemptionRequestSerializer)
        row, made = promotions.redeem(
            merchant=merchant,
            promotion_id=promotion_id,
            order_ref=data["orderRef"],
            discount_cents=cents_of(data["discount"]),
            now=timezone.now(),
        )
        promotion = promotions.get_promotion(merchant, promotion_id)
        return Response(wire.redemption_wire(row, promotion), status=201 if made else 200)


class ProductsView(MerchantView):
    @extend_schema(
        operation_id="merchant_products_list",
        parameters=[contracts.ProductQuery],
        responses=contracts.MerchantProductListSerializer,
    )
    def get(self, request: Request) -> Response:
        """List products with their shades, oldest first."""
        merchant, query = self.asked(request, contracts.ProductQuery)
        place = paging.Place.of("products", merchant.pk, query)
        page, more = place.page(
            products.find_products(merchant, query, after=place.after, limit=place.limit)
        )
        items = wire.products_wire(page, now=timezone.now())
        return Response({"items": items, "nextCursor": more})

    @extend_schema(
        operation_id="merchant_products_create",
        parameters=[MERCHANT_ID],
        request=contracts.MerchantProductRequestSerializer,
        responses={201: contracts.MerchantProductSerializer},
    )
    def post(self, request: Request) -> Response:
        """Create a product with its shades."""
        merchant, data = self.sent(request, contracts.MerchantProductRequestSerializer)
        row = products.create_product(merchant, data)
        return Response(wire.products_wire([row], now=timezone.now())[0], status=201)


class ProductView(MerchantView):
    @extend_schema(
        operation_id="merchant_products_retrieve",
        parameters=[MERCHANT_ID],
        responses=contracts.MerchantProductSerializer,
    )
    def get(self, request: Request, product_id: str) -> Response:
        """Return one product by the merchant's own id."""
        merchant, _ = self.asked(request)
        row = products.get_product(merchant, product_id)
        return Response(wire.products_wire([row], now=timezone.now())[0])

    @extend_schema(
        operation_id="merchant_products_change",
        parameters=[MERCHANT_ID],
        request=contracts.MerchantProductPatchSerializer,
        responses=contracts.MerchantProductSerializer,
    )
    def patch(self, request: Request, product_id: str) -> Response:
        """Change what the body names; shades that it names change or are added."""
        merchant, data = self.sent(request, contracts.MerchantProductPatchSerializer)
        row = products.change_product(merchant, product_id, data)
        return Response(wire.products_wire([row], now=timezone.now())[0])


class ProductsBulkView(MerchantView):
    @extend_schema(
        operation_id="merchant_products_bulk",
        parameters=[MERCHANT_ID],
        request=contracts.MerchantBulkRequestSerializer,
        responses=contracts.MerchantOutcomesSerializer,
    )
    def post(self, request: Request) -> Response:
        """Create or replace up to 500 products; one that cannot be stored is refused alone."""
        merchant, data = self.sent(request, contracts.MerchantBulkRequestSerializer)
        return _outcomes(products.write_products(merchant, data["products"]))


class StockAndPriceView(MerchantView):
    @extend_schema(
        operation_id="merchant_products_stock_and_price",
        parameters=[MERCHANT_ID],
        request=contracts.MerchantStockRequestSerializer,
        responses=contracts.MerchantOutcomesSerializer,
    )
    def post(self, request: Request) -> Response:
        """Set prices and stock of up to 1000 SKUs; an unknown SKU is refused alone."""
        merchant, data = self.sent(request, contracts.MerchantStockRequestSerializer)
        return _outcomes(products.write_stock(merchant, data["items"]))


def _outcomes(results: list[products.Result]) -> Response:
    found = [{"id": r.id, "outcome": r.outcome, "reason": r.reason} for r in results]
    return Response({"results": found})


def _caller(request: Request) -> Caller:
    caller: Any = request.user
    if not isinstance(caller, Caller):
        raise NotAuthenticated
    return caller
