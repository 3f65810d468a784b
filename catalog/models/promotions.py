"""Promotions, creators, redemptions, and who of the staff belongs to which merchant."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from catalog.models.base import MarketModel, choices, market_check, one_of
from catalog.models.products import Brand, Category, Merchant, Product

KINDS: Final = (
    "FLASH_SALE", "PERCENT_OFF", "AMOUNT_OFF", "MULTI_BUY_DISCOUNT", "BUY_X_GET_Y", "FREE_SHIPPING",
)  # fmt: skip
SCOPES: Final = ("all", "products", "categories", "brands")
STATUSES: Final = ("draft", "published", "paused")
CHANNELS: Final = ("web", "app", "store", "creator")


class Creator(MarketModel):
    """Somebody through whom a merchant sells."""

    merchant = models.ForeignKey(Merchant, models.CASCADE, related_name="creators")
    handle = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "catalog_creator_us"
        constraints = [
            market_check("catalog_creator_us"),
            models.UniqueConstraint(
                fields=["merchant", "handle"], name="catalog_creator_us_handle"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PromotionQuerySet(models.QuerySet["Promotion"]):
    """Promotions that exist, and those that run."""

    def existing(self) -> PromotionQuerySet:
        """Without those deleted; a deleted one stays for the redemptions that name it."""
        return self.filter(deleted_at=None)


class Promotion(MarketModel):
    """A discount of one merchant; engine/pricing.py says what each kind does."""

    merchant = models.ForeignKey(Merchant, models.CASCADE, related_name="promotions")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=choices(KINDS))
    status = models.CharField(max_length=10, choices=choices(STATUSES), default="draft")
    scope = models.CharField(max_length=10, choices=choices(SCOPES), default="all")
    products = models.ManyToManyField(
        Product, blank=True, related_name="promotions", db_table="catalog_promotion_products_us"
    )
    categories = models.ManyToManyField(
        Category, blank=True, related_name="promotions", db_table="catalog_promotion_categories_us"
    )
    brands = models.ManyToManyField(
        Brand, blank=True, related_name="promotions", db_table="catalog_promotion_brands_us"
    )
    percent_bp = models.PositiveIntegerField(
        null=True, blank=True, help_text="Discount in hundredths of a percent: 2000 is 20 %"
    )
    amount_cents = models.PositiveIntegerField(null=True, blank=True)
    buy_quantity = models.PositiveIntegerField(null=True, blank=True)
    get_quantity = models.PositiveIntegerField(null=True, blank=True)
    min_subtotal_cents = models.PositiveIntegerField(default=0)
    max_discount_cents = models.PositiveIntegerField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    channels = ArrayField(
        models.CharField(max_length=10), default=list, blank=True, help_text="Empty: every channel"
    )
    creators = models.ManyToManyField(
        Creator, blank=True, related_name="promotions", db_table="catalog_promotion_creators_us"
    )
    priority = models.IntegerField(default=0, help_text="Higher applies first")
    stackable = models.BooleanField(default=True, help_text="Otherwise it applies alone")
    usage_cap = models.PositiveIntegerField(null=True, blank=True)
    used_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PromotionQuerySet.as_manager()

    class Meta:
        db_table = "catalog_promotion_us"
        constraints = [
            market_check("catalog_promotion_us"),
            one_of("catalog_promotion_us", "kind", KINDS),
            one_of("catalog_promotion_us", "status", STATUSES),
            one_of("catalog_promotion_us", "scope", SCOPES),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="catalog_promotion_us_span",
            ),
            models.CheckConstraint(
                condition=Q(usage_cap=None) | Q(used_count__lte=F("usage_cap")),
                name="catalog_promotion_us_cap",
            ),
            models.CheckConstraint(
                condition=Q(channels__contained_by=list(CHANNELS)),
                name="catalog_promotion_us_channels",
            ),
            models.CheckConstraint(
                condition=Q(percent_bp=None) | Q(percent_bp__range=(1, 10_000)),
                name="catalog_promotion_us_percent",
            ),
            models.CheckConstraint(
                condition=Q(amount_cents=None) | Q(amount_cents__gt=0),
                name="catalog_promotion_us_amount",
            ),
            models.CheckConstraint(
                condition=Q(kind="FREE_SHIPPING")
                | Q(kind__in=["FLASH_SALE", "PERCENT_OFF"], percent_bp__isnull=False)
                | Q(kind="AMOUNT_OFF", amount_cents__isnull=False)
                | Q(
                    kind="MULTI_BUY_DISCOUNT",
                    percent_bp__isnull=False,
                    buy_quantity__isnull=False,
                    buy_quantity__gte=2,
                )
                | Q(
                    kind="BUY_X_GET_Y",
                    percent_bp__isnull=False,
                    buy_quantity__isnull=False,
                    buy_quantity__gte=1,
                    get_quantity__isnull=False,
                    get_quantity__gte=1,
                ),
                name="catalog_promotion_us_terms",
            ),
            models.CheckConstraint(
                condition=~Q(kind="FLASH_SALE") | Q(ends_at__isnull=False),
                name="catalog_promotion_us_flash_ends",
            ),
        ]
        indexes = [
            models.Index(
                fields=["merchant", "status", "starts_at"],
                condition=Q(deleted_at=None),
                name="catalog_promotion_us_running",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Redemption(MarketModel):
    """One use of a promotion by one order; an order uses it once."""

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="redemptions")
    order_ref = models.CharField(max_length=80)
    discount_cents = models.PositiveIntegerField()
    redeemed_at = models.DateTimeField()

    class Meta:
        db_table = "catalog_redemption_us"
        constraints = [
            market_check("catalog_redemption_us"),
            models.UniqueConstraint(
                fields=["promotion", "order_ref"], name="catalog_redemption_us_order"
            ),
        ]

    def __str__(self) -> str:
        return self.order_ref


class MerchantMember(MarketModel):
    """A staff user who works for one merchant and sees only what is that merchant's."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="merchant_member"
    )
    merchant = models.ForeignKey(Merchant, models.CASCADE, related_name="members")

    class Meta:
        db_table = "catalog_merchant_member_us"
        constraints = [market_check("catalog_merchant_member_us")]

    def __str__(self) -> str:
        return f"{self.user} of {self.merchant}"
