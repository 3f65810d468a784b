"""Merchants, brands, products, shades and their price history."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func, Q
from pgvector.django import VectorField

from catalog.engine.taxonomy import (
    AVAILABILITIES,
    CATEGORIES,
    COLOUR_MATCHED,
    COVERAGES,
    CURRENCY_SOURCES,
    FINISHES,
    UNDERTONES,
)
from catalog.models.base import MarketModel, choices, market_check, one_of

MAX_PRICE_CENTS: Final = 10_000_000  # 100,000 dollars: above it a price is a typing error
MAX_MARGIN_BP: Final = 10_000


class Merchant(MarketModel):
    """Somebody who sells; owns products and promotions."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    website = models.URLField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, help_text="Fictional, made by demo_catalog")
    margin_floor_bp = models.PositiveIntegerField(
        default=0,
        help_text="Least margin in hundredths of a percent; previews warn below it",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "catalog_merchant_us"
        constraints = [
            market_check("catalog_merchant_us"),
            models.CheckConstraint(
                condition=Q(margin_floor_bp__lte=MAX_MARGIN_BP), name="catalog_merchant_us_margin"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Brand(MarketModel):
    """A brand; key is its name in lower case with single spaces, so that spellings meet."""

    key = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        db_table = "catalog_brand_us"
        constraints = [market_check("catalog_brand_us")]

    def __str__(self) -> str:
        return self.name


class Category(MarketModel):
    """One kind of product; apps.py writes the rows of engine/taxonomy.py after each migrate."""

    code = models.CharField(max_length=20, primary_key=True)
    name_en = models.CharField(max_length=60)
    name_es = models.CharField(max_length=60)
    area = models.CharField(max_length=4, choices=choices(("base", "eye", "lip", "none")))
    colour_matched = models.BooleanField()

    class Meta:
        db_table = "catalog_category_us"
        verbose_name_plural = "categories"
        constraints = [
            market_check("catalog_category_us"),
            one_of("catalog_category_us", "area", ("base", "eye", "lip", "none")),
            one_of("catalog_category_us", "code", CATEGORIES),
        ]

    def __str__(self) -> str:
        return self.name_en


class Product(MarketModel):
    """What a merchant sells under one name; its shades carry colour, price and stock."""

    merchant = models.ForeignKey(Merchant, models.PROTECT, related_name="products")
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="products")
    category = models.ForeignKey(Category, models.PROTECT, related_name="products")
    external_id = models.CharField(max_length=60, help_text="The merchant's own id")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    image_url = models.URLField(max_length=500, blank=True)
    product_url = models.URLField(max_length=500, blank=True)
    provenance = models.JSONField(
        default=dict, blank=True, help_text="How each field came: stated, inferred or unknown"
    )
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "catalog_product_us"
        constraints = [
            market_check("catalog_product_us"),
            models.UniqueConstraint(
                fields=["merchant", "external_id"], name="catalog_product_us_external"
            ),
            # What shades repeat from their product; their composite foreign key points here.
            models.UniqueConstraint(
                fields=["id", "merchant", "brand", "category", "is_active"],
                name="catalog_product_us_copied",
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "category"], name="catalog_product_us_brand"),
            models.Index(fields=["category"], name="catalog_product_us_category"),
            GinIndex(SearchVector("name", config="simple"), name="catalog_product_us_words"),
        ]

    def __str__(self) -> str:
        return self.name


class ColourCell(Func):
    """The Morton code of a colour's cell; engine/cells.py computes the same number."""

    function = "catalog_colour_cell"
    output_field = models.IntegerField()


class LabVector(Func):
    """L*, a*, b* as a pgvector; null without a colour."""

    function = "catalog_lab_vector"
    output_field = VectorField(dimensions=3)


class ShadeQuerySet(models.QuerySet["Shade"]):
    """Shades that may be shown and sold."""

    def sellable(self) -> ShadeQuerySet:
        """Active, of an active product and merchant, with a price in dollars."""
        return self.filter(SELLABLE, merchant__is_active=True)


SELLABLE: Final = Q(is_active=True, product_active=True, currency="USD", price_cents__isnull=False)


class Shade(MarketModel):
    """One shade that can be bought: a SKU with its colour (CIE L*a*b*, D65), price and stock.

    merchant, brand, category and product_active repeat the product's; a composite foreign key
    with ON UPDATE CASCADE keeps them the same, so a search needs no join.
    """

    sku = models.CharField(
        max_length=120, unique=True, help_text="Merchant and own SKU: demo-hall:LIP-001"
    )
    product = models.ForeignKey(Product, models.CASCADE, related_name="shades")
    merchant = models.ForeignKey(Merchant, models.PROTECT, related_name="+", db_index=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", db_index=False)
    product_active = models.BooleanField(default=True, editable=False)
    name = models.CharField(max_length=160)
    hex = models.CharField(  # noqa: DJ001, empty text is no colour
        max_length=7, null=True, blank=True, help_text="#rrggbb in sRGB"
    )
    more_hexes = ArrayField(
        models.CharField(max_length=7),
        default=list,
        blank=True,
        help_text="Other pans of a palette",
    )
    lab_l = models.FloatField(null=True, blank=True, help_text="0 is black, 100 is white")
    lab_a = models.FloatField(null=True, blank=True)
    lab_b = models.FloatField(null=True, blank=True)
    lab = models.GeneratedField(
        expression=LabVector(F("lab_l"), F("lab_a"), F("lab_b")),
        output_field=VectorField(dimensions=3, null=True),
        db_persist=True,
    )
    colour_cell = models.GeneratedField(
        expression=ColourCell(F("lab_l"), F("lab_a"), F("lab_b")),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    finish = models.CharField(max_length=10, choices=choices(FINISHES), default="unknown")
    coverage = models.CharField(max_length=10, choices=choices(COVERAGES), default="unknown")
    undertone = models.CharField(max_length=8, choices=choices(UNDERTONES), default="unknown")
    size_amount = models.FloatField(null=True, blank=True)
    size_unit = models.CharField(max_length=2, choices=choices(("ml", "g")), blank=True)
    price_cents = models.PositiveIntegerField(null=True, blank=True)
    cost_cents = models.PositiveIntegerField(
        null=True, blank=True, help_text="What the merchant pays; margins only, never shown"
    )
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217; empty is unknown")
    currency_source = models.CharField(
        max_length=8, choices=choices(CURRENCY_SOURCES), default="unknown"
    )
    availability = models.CharField(
        max_length=12, choices=choices(AVAILABILITIES), default="unknown"
    )
    provenance = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ShadeQuerySet.as_manager()

    class Meta:
        db_table = "catalog_shade_us"
        constraints = [
            market_check("catalog_shade_us"),
            one_of("catalog_shade_us", "finish", FINISHES),
            one_of("catalog_shade_us", "coverage", COVERAGES),
            one_of("catalog_shade_us", "undertone", UNDERTONES),
            one_of("catalog_shade_us", "availability", AVAILABILITIES),
            one_of("catalog_shade_us", "currency_source", CURRENCY_SOURCES),
            models.CheckConstraint(
                condition=Q(lab_l__isnull=True, lab_a__isnull=True, lab_b__isnull=True, hex=None)
                | Q(  # isnull too: a CHECK lets pass what is neither true nor false
                    lab_l__isnull=False,
                    lab_a__isnull=False,
                    lab_b__isnull=False,
                    lab_l__range=(0, 100),
                    lab_a__range=(-128, 128),
                    lab_b__range=(-128, 128),
                ),
                name="catalog_shade_us_lab",
            ),
            models.CheckConstraint(
                condition=Q(lab_l__isnull=False) | ~Q(category__in=COLOUR_MATCHED),
                name="catalog_shade_us_colour_needed",
            ),
            models.CheckConstraint(
                condition=Q(hex=None) | Q(hex__regex=r"^#[0-9a-f]{6}$"),
                name="catalog_shade_us_hex",
            ),
            models.CheckConstraint(
                condition=Q(price_cents=None) | Q(price_cents__range=(1, MAX_PRICE_CENTS)),
                name="catalog_shade_us_price",
            ),
            models.CheckConstraint(
                condition=Q(currency="", currency_source="unknown")
                | (Q(currency__regex=r"^[A-Z]{3}$") & ~Q(currency_source="unknown")),
                name="catalog_shade_us_currency",
            ),
            models.CheckConstraint(
                condition=Q(size_amount=None, size_unit="")
                | Q(size_amount__isnull=False, size_amount__gt=0, size_unit__in=["ml", "g"]),
                name="catalog_shade_us_size",
            ),
        ]
        indexes = [
            # The colour search (selectors.py): one range of cells is one range of this index, and
            # the columns beside it answer every filter without reading the table.
            models.Index(
                fields=["category", "colour_cell"],
                include=[
                    "finish", "coverage", "availability", "price_cents", "brand", "merchant",
                    "product", "size_amount", "size_unit", "lab", "lab_l", "lab_a", "lab_b", "sku",
                ],
                condition=SELLABLE & Q(colour_cell__isnull=False),
                name="catalog_shade_us_colour",
            ),
            # The same where finishes are asked for: few rows of a category may have them, and then
            # all of it would be read before the search knows that there are no more.
            models.Index(
                fields=["category", "finish", "colour_cell"],
                include=[
                    "coverage", "availability", "price_cents", "brand", "merchant", "product",
                    "size_amount", "size_unit", "lab", "lab_l", "lab_a", "lab_b", "sku",
                ],
                condition=SELLABLE & Q(colour_cell__isnull=False),
                name="catalog_shade_us_finish",
            ),
            # What has no colour to search by, such as mascara: by coverage, the cheapest first.
            models.Index(
                fields=["category", "coverage", "price_cents", "sku"],
                condition=SELLABLE,
                name="catalog_shade_us_plain",
            ),
            models.Index(fields=["merchant", "sku"], name="catalog_shade_us_merchant"),
            models.Index(fields=["brand"], name="catalog_shade_us_brand"),
            # Lists of staff and merchants, newest first: search by words, and the filters.
            GinIndex(SearchVector("name", config="simple"), name="catalog_shade_us_words"),
            models.Index(fields=["category", "id"], name="catalog_shade_us_by_category"),
            models.Index(fields=["finish", "id"], name="catalog_shade_us_by_finish"),
            models.Index(fields=["availability", "id"], name="catalog_shade_us_by_stock"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Copy what the product decides; bulk writers fill these columns themselves."""
        self.merchant_id = self.product.merchant_id
        self.brand_id = self.product.brand_id
        self.category_id = self.product.category_id
        self.product_active = self.product.is_active
        super().save(*args, **kwargs)


class PriceHistory(MarketModel):
    """The list price of a shade over a span of time; the open span has no end."""

    shade = models.ForeignKey(Shade, models.CASCADE, related_name="prices")
    price_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "catalog_price_history_us"
        verbose_name_plural = "price history"
        constraints = [
            market_check("catalog_price_history_us"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")),
                name="catalog_price_history_us_span",
            ),
            models.CheckConstraint(
                condition=Q(price_cents__gt=0), name="catalog_price_history_us_price"
            ),
            models.UniqueConstraint(
                fields=["shade"], condition=Q(ended_at=None), name="catalog_price_history_us_open"
            ),
        ]
        indexes = [
            models.Index(fields=["shade", "started_at"], name="catalog_price_history_us_shade")
        ]

    def __str__(self) -> str:
        return f"{self.price_cents} {self.currency} from {self.started_at:%Y-%m-%d}"


class ImportRun(MarketModel):
    """One import: which file, and what it did."""

    merchant = models.ForeignKey(Merchant, models.CASCADE, null=True, related_name="imports")
    source = models.CharField(max_length=20, help_text="The format read")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was read")
    rows = models.PositiveIntegerField()
    created = models.PositiveIntegerField()
    updated = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    reasons = models.JSONField(default=dict, help_text="Refused rows by reason")
    finished_at = models.DateTimeField()

    class Meta:
        db_table = "catalog_import_run_us"
        constraints = [market_check("catalog_import_run_us")]
        indexes = [models.Index(fields=["source", "digest"], name="catalog_import_run_us_digest")]

    def __str__(self) -> str:
        return f"{self.source} {self.file_name}"


class CatalogChange(models.Model):
    """Counts transactions that changed the catalogue; triggers write it, their sum is the version.

    One row a transaction, so that writers never wait for one another; folding old rows into one
    keeps the sum.
    """

    transaction = models.BigIntegerField(unique=True)
    changes = models.BigIntegerField(default=1)

    class Meta:
        db_table = "catalog_change_us"

    def __str__(self) -> str:
        return str(self.transaction)
