"""Contracts of /api/merchant: promotions, products, previews, redemptions."""

from __future__ import annotations

from typing import Any, Final

from rest_framework import serializers

from catalog.engine.taxonomy import AVAILABILITIES, CATEGORIES, COVERAGES, FINISHES, UNDERTONES
from catalog.models.products import MAX_PRICE_CENTS
from catalog.models.promotions import CHANNELS, KINDS, SCOPES, STATUSES
from config.contracts import (
    COLOR,
    LIMIT,
    ContractSerializer,
    JSONBooleanField,
    JSONChoiceField,
    JSONIntegerField,
    JSONNumberField,
    JSONStringField,
    MomentField,
    MoneySerializer,
    Pattern,
    StrictRegexField,
    cents_of,
)

SLUG: Final = Pattern(r"^[-a-zA-Z0-9_]{1,60}\Z", "letters, digits, - and _, at most 60")
# No control character, and no blank at an end: an id that two people would write alike is alike.
OWN_ID: Final = Pattern(r"^[!-~]([ -~]*[!-~])?\Z", "printable ASCII without a blank at either end")
# Spelled out, because Python, JavaScript and other readers of the contract differ about \s.
_BLANK: Final = r"\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
WEB_URL: Final = Pattern(
    rf"^https?://[^{_BLANK}<>\"/?#\[\]]+([/?#][^{_BLANK}<>\"]*)?\Z",
    "an address that begins with https:// or http://",
)
NAME: Final = Pattern(rf"^[^\x00]*[^{_BLANK}][^\x00]*\Z", "text that can be seen")
MAX_PAGE: Final = 100
MAX_TARGETS: Final = 500
MAX_SHADES: Final = 200
MAX_BULK: Final = 500
MAX_ITEMS: Final = 1000
MAX_COUNT: Final = 1_000_000
RUNS: Final = ("running", "scheduled", "ended")  # what a published promotion does now


def _texts(*, max_length: int, limit: int, min_length: int = 1) -> serializers.ListField:
    return serializers.ListField(
        child=JSONStringField(min_length=min_length, max_length=max_length),
        max_length=limit,
        required=False,
    )


def _many(item: type[ContractSerializer], **kwargs: Any) -> serializers.ListSerializer[Any]:
    return serializers.ListSerializer(child=item(), **kwargs)


def _money(**kwargs: Any) -> PriceSerializer:
    return PriceSerializer(required=False, allow_null=True, **kwargs)


class PriceSerializer(MoneySerializer):
    """From 0.01 to 100,000.00 dollars."""

    json_schema_also = "that the amount is from 0.01 to 100000.00."

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not 1 <= cents_of(attrs) <= MAX_PRICE_CENTS:
            raise serializers.ValidationError({"amount": ["From 0.01 to 100000.00."]})
        return attrs


class PercentField(JSONNumberField):
    """A percentage of at most two decimals; hundredths of a percent inside."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0.01, max_value=100.0, **kwargs)

    def to_internal_value(self, data: Any) -> float:
        value = super().to_internal_value(data)
        if abs(value * 100 - round(value * 100)) > 1e-6:
            raise serializers.ValidationError("At most two decimals.")
        return value


class PromotionFields(ContractSerializer):
    """What a merchant says about a promotion; null takes a term away."""

    merchantId = StrictRegexField(SLUG, required=False)
    name = JSONStringField(min_length=1, max_length=120, required=False)
    type = JSONChoiceField([*KINDS], required=False)
    status = JSONChoiceField([*STATUSES], required=False)
    scope = JSONChoiceField([*SCOPES], required=False)
    productIds = _texts(max_length=60, limit=MAX_TARGETS)
    categories = serializers.ListField(
        child=JSONChoiceField([*CATEGORIES]), max_length=len(CATEGORIES), required=False
    )
    brands = _texts(max_length=120, limit=MAX_TARGETS)
    percentOff = PercentField(required=False, allow_null=True)
    amountOff = _money()
    buyQuantity = JSONIntegerField(min_value=1, max_value=1000, required=False, allow_null=True)
    getQuantity = JSONIntegerField(min_value=1, max_value=1000, required=False, allow_null=True)
    minSubtotal = _money()
    maxDiscount = _money()
    startsAt = MomentField(required=False)
    endsAt = MomentField(required=False, allow_null=True)
    channels = serializers.ListField(
        child=JSONChoiceField([*CHANNELS]), max_length=len(CHANNELS), required=False
    )
    creatorIds = _texts(max_length=60, limit=MAX_TARGETS)
    priority = JSONIntegerField(min_value=-1000, max_value=1000, required=False)
    stackable = JSONBooleanField(required=False)
    usageCap = JSONIntegerField(min_value=1, max_value=MAX_COUNT, required=False, allow_null=True)

    json_schema_also = (
        "that the type's terms are given and no others, that endsAt is after startsAt, and that "
        "what the scope names is the merchant's."
    )


class MerchantPromotionPatchSerializer(PromotionFields):
    """PATCH /api/merchant/promotions/{promotionId}: what is named changes."""


class MerchantPromotionRequestSerializer(PromotionFields):
    """POST /api/merchant/promotions."""

    name = JSONStringField(min_length=1, max_length=120)
    type = JSONChoiceField([*KINDS])
    startsAt = MomentField()


class MerchantPromotionSerializer(ContractSerializer):
    """A promotion as its merchant sees it."""

    promotionId = JSONIntegerField(min_value=1)
    merchantId = StrictRegexField(SLUG)
    name = JSONStringField(max_length=120)
    type = JSONChoiceField([*KINDS])
    status = JSONChoiceField([*STATUSES])
    state = JSONChoiceField([*RUNS, "draft", "paused"])
    scope = JSONChoiceField([*SCOPES])
    productIds = serializers.ListField(child=JSONStringField(max_length=60))
    categories = serializers.ListField(child=JSONChoiceField([*CATEGORIES]))
    brands = serializers.ListField(child=JSONStringField(max_length=120))
    percentOff = PercentField(allow_null=True)
    amountOff = MoneySerializer(allow_null=True)
    buyQuantity = JSONIntegerField(min_value=1, allow_null=True)
    getQuantity = JSONIntegerField(min_value=1, allow_null=True)
    minSubtotal = MoneySerializer(allow_null=True)
    maxDiscount = MoneySerializer(allow_null=True)
    startsAt = MomentField()
    endsAt = MomentField(allow_null=True)
    channels = serializers.ListField(child=JSONChoiceField([*CHANNELS]))
    creatorIds = serializers.ListField(child=JSONStringField(max_length=60))
    priority = JSONIntegerField()
    stackable = JSONBooleanField()
    usageCap = JSONIntegerField(min_value=1, allow_null=True)
    usedCount = JSONIntegerField(min_value=0)
    createdAt = MomentField()
    updatedAt = MomentField()


class MerchantPromotionListSerializer(ContractSerializer):
    """One page, newest first."""

    items = _many(MerchantPromotionSerializer, max_length=MAX_PAGE)
    nextCursor = JSONStringField(max_length=2000, allow_null=True)


class MerchantQuery(ContractSerializer):
    """merchantId: whose; a merchant's own key need not say it."""

    merchantId = StrictRegexField(SLUG, required=False)


class PageQuery(MerchantQuery):
    limit = StrictRegexField(LIMIT, default="50")
    cursor = JSONStringField(max_length=2000, required=False)

    def validate_limit(self, value: str) -> str:
        if not 1 <= int(value) <= MAX_PAGE:
            raise serializers.ValidationError(f"From 1 to {MAX_PAGE}.")
        return value


class PromotionQuery(PageQuery):
    """The parameters of GET /api/merchant/promotions."""

    status = JSONChoiceField([*STATUSES, *RUNS], required=False)
    type = JSONChoiceField([*KINDS], required=False)
    channel = JSONChoiceField([*CHANNELS], required=False)
    creatorId = JSONStringField(min_length=1, max_length=60, required=False)
    search = JSONStringField(min_length=1, max_length=120, required=False)


class ProductQuery(PageQuery):
    """The parameters of GET /api/merchant/products."""

    category = JSONChoiceField([*CATEGORIES], required=False)
    brand = JSONStringField(min_length=1, max_length=120, required=False)
    availability = JSONChoiceField([*AVAILABILITIES], required=False)
    active = JSONChoiceField(["true", "false"], required=False)
    search = JSONStringField(min_length=1, max_length=120, required=False)


class ShadeSizeSerializer(ContractSerializer):
    amount = JSONNumberField(min_value=0.001, max_value=100_000.0)
    unit = JSONChoiceField(["ml", "g"])


class ShadeFields(ContractSerializer):
    """A shade: one SKU that can be bought. price null: not on sale; hex null: no color."""

    sku = StrictRegexField(OWN_ID, max_length=58)
    name = JSONStringField(max_length=160, allow_blank=True, required=False)
    hex = StrictRegexField(COLOR, required=False, allow_null=True)
    finish = JSONChoiceField([*FINISHES], required=False)
    coverage = JSONChoiceField([*COVERAGES], required=False)
    undertone = JSONChoiceField([*UNDERTONES], required=False)
    size = ShadeSizeSerializer(required=False, allow_null=True)
    price = _money()
    cost = _money()
    availability = JSONChoiceField([*AVAILABILITIES], required=False)
    active = JSONBooleanField(required=False)


class ProductFields(ContractSerializer):
    """What a merchant says about a product."""

    merchantId = StrictRegexField(SLUG, required=False)
    name = StrictRegexField(NAME, max_length=200, required=False)
    brand = StrictRegexField(NAME, max_length=120, required=False)
    category = JSONChoiceField([*CATEGORIES], required=False)
    description = JSONStringField(max_length=5000, allow_blank=True, required=False)
    tags = _texts(max_length=60, limit=40)
    imageUrl = StrictRegexField(WEB_URL, max_length=500, required=False, allow_null=True)
    productUrl = StrictRegexField(WEB_URL, max_length=500, required=False, allow_null=True)
    active = JSONBooleanField(required=False)
    shades = _many(ShadeFields, required=False, max_length=MAX_SHADES)

    json_schema_also = "that a color-matched category's shades have a hex, and that SKUs are apart."

    def validate_shades(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        skus = [each["sku"] for each in value]
        if len(set(skus)) != len(skus):
            raise serializers.ValidationError("A SKU is there twice.")
        return value


class MerchantProductPatchSerializer(ProductFields):
    """PATCH /api/merchant/products/{productId}: shades that are named change or are added."""


class MerchantProductRequestSerializer(ProductFields):
    """POST /api/merchant/products, and one product of a bulk."""

    productId = StrictRegexField(OWN_ID, max_length=60)
    name = StrictRegexField(NAME, max_length=200)
    brand = StrictRegexField(NAME, max_length=120)
    category = JSONChoiceField([*CATEGORIES])
    shades = _many(ShadeFields, min_length=1, max_length=MAX_SHADES)


class MerchantShadeSerializer(ContractSerializer):
    """A shade with what it costs now. wasPrice: shown for 30 of the last 90 days, or null."""

    skuId = JSONStringField(max_length=120)
    sku = JSONStringField(max_length=120)
    name = JSONStringField(max_length=160, allow_blank=True)
    hex = StrictRegexField(COLOR, allow_null=True)
    finish = JSONChoiceField([*FINISHES])
    coverage = JSONChoiceField([*COVERAGES])
    undertone = JSONChoiceField([*UNDERTONES])
    size = ShadeSizeSerializer(allow_null=True)
    price = MoneySerializer(allow_null=True)
    currency = JSONStringField(max_length=3, allow_null=True)
    effectivePrice = MoneySerializer(allow_null=True)
    wasPrice = MoneySerializer(allow_null=True)
    cost = MoneySerializer(allow_null=True)
    availability = JSONChoiceField([*AVAILABILITIES])
    active = JSONBooleanField()


class MerchantProductSerializer(ContractSerializer):
    """A product with its shades. shades holds at most the first 1000 by SKU."""

    productId = JSONStringField(max_length=60)
    merchantId = StrictRegexField(SLUG)
    name = JSONStringField(max_length=200)
    brand = JSONStringField(max_length=120)
    category = JSONChoiceField([*CATEGORIES])
    description = JSONStringField(max_length=5000, allow_blank=True)
    tags = serializers.ListField(child=JSONStringField(max_length=60))
    imageUrl = JSONStringField(max_length=500, allow_null=True)
    productUrl = JSONStringField(max_length=500, allow_null=True)
    active = JSONBooleanField()
    shades = _many(MerchantShadeSerializer)
    createdAt = MomentField()
    updatedAt = MomentField()


class MerchantProductListSerializer(ContractSerializer):
    """One page, oldest first."""

    items = _many(MerchantProductSerializer, max_length=MAX_PAGE)
    nextCursor = JSONStringField(max_length=2000, allow_null=True)


class MerchantBulkRequestSerializer(ContractSerializer):
    """POST /api/merchant/products/bulk: each product is created or replaced, on its own."""

    merchantId = StrictRegexField(SLUG, required=False)
    products = _many(MerchantProductRequestSerializer, min_length=1, max_length=MAX_BULK)


class StockAndPriceSerializer(ContractSerializer):
    """What a SKU costs and whether it is there; what is left out stays."""

    sku = StrictRegexField(OWN_ID, max_length=58)
    price = _money()
    availability = JSONChoiceField([*AVAILABILITIES], required=False)


class MerchantStockRequestSerializer(ContractSerializer):
    """POST /api/merchant/products/stock-and-price."""

    merchantId = StrictRegexField(SLUG, required=False)
    items = _many(StockAndPriceSerializer, min_length=1, max_length=MAX_ITEMS)


class OutcomeSerializer(ContractSerializer):
    """What became of one of them; reason only where it was refused."""

    id = JSONStringField(max_length=120)
    outcome = JSONChoiceField(["created", "updated", "unchanged", "refused"])
    reason = JSONStringField(max_length=300, allow_null=True)


class MerchantOutcomesSerializer(ContractSerializer):
    """One outcome for each product or SKU that was sent, in their order."""

    results = _many(OutcomeSerializer)


class PreviewItemSerializer(ContractSerializer):
    """One SKU: what `quantity` pieces cost before and after; marginPercent null: cost unknown."""

    skuId = JSONStringField(max_length=120)
    name = JSONStringField(max_length=400)
    quantity = JSONIntegerField(min_value=1)
    price = MoneySerializer()
    before = MoneySerializer()
    after = MoneySerializer()
    discount = MoneySerializer()
    marginPercent = JSONNumberField(allow_null=True)
    belowFloor = JSONBooleanField()
    wasPrice = MoneySerializer(allow_null=True)


class MerchantPreviewSerializer(ContractSerializer):
    """What a promotion would do at `at`; nothing is saved."""

    at = MomentField()
    marginFloorPercent = JSONNumberField(min_value=0.0, max_value=100.0)
    inScope = JSONIntegerField(min_value=0)
    affected = JSONIntegerField(min_value=0)
    belowFloor = JSONIntegerField(min_value=0)
    costUnknown = JSONIntegerField(min_value=0)
    freeShipping = JSONBooleanField()
    notAffected = serializers.DictField(child=JSONIntegerField(min_value=0))
    items = _many(PreviewItemSerializer, max_length=MAX_PAGE)
    breaches = _many(PreviewItemSerializer, max_length=MAX_PAGE)


class MerchantRedemptionRequestSerializer(ContractSerializer):
    """POST /api/merchant/promotions/{promotionId}/redemptions: an order used the promotion."""

    merchantId = StrictRegexField(SLUG, required=False)
    orderRef = StrictRegexField(OWN_ID, max_length=80)
    discount = MoneySerializer()


class MerchantRedemptionSerializer(ContractSerializer):
    promotionId = JSONIntegerField(min_value=1)
    orderRef = JSONStringField(max_length=80)
    discount = MoneySerializer()
    redeemedAt = MomentField()
    usesLeft = JSONIntegerField(min_value=0, allow_null=True)


# What /api/merchant takes and gives, as it is published.
MERCHANT_CONTRACTS: Final = (
    MerchantPromotionRequestSerializer, MerchantPromotionPatchSerializer,
    MerchantPromotionSerializer, MerchantPromotionListSerializer, MerchantProductRequestSerializer,
    MerchantProductPatchSerializer, MerchantProductSerializer, MerchantProductListSerializer,
    MerchantBulkRequestSerializer, MerchantStockRequestSerializer, MerchantOutcomesSerializer,
    MerchantPreviewSerializer, MerchantRedemptionRequestSerializer, MerchantRedemptionSerializer,
)  # fmt: skip
