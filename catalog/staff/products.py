"""Products and shades in the admin: with their colors to see, a shade's color by its code."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from catalog.models import Product, Shade
from catalog.services.products import own_sku
from catalog.staff.feeds import FeedPages
from catalog.staff.sheets import ProductSheet, ShadeSheet, Sheets
from config.colour import lab_from_hex
from config.marks import HEX, chip, swatch_svg

SHOWN: Final = 8  # swatches in a row of the list


def dollars(cents: int | None) -> str:
    """Return cents as dollars; nothing for what is not known."""
    return "" if cents is None else f"${cents // 100:,}.{cents % 100:02}"


@admin.register(Product)
class ProductAdmin(FeedPages, Sheets):
    sheet = ProductSheet
    list_display = ("name", "colors", "brand", "category", "merchant", "active")
    list_filter = ("merchant", "category", "is_active")
    list_select_related = ("brand", "category", "merchant")
    search_prefixes = ("external_id",)
    search_words = "name"
    search_fields = ("name",)
    search_help_text = "Words of the name, or the start of the merchant's own id"
    autocomplete_fields = ("merchant", "brand")
    readonly_fields = ("shades", "is_demo", "provenance")
    actions = ("export_csv",)
    export_fields = (
        "external_id", "name", "brand__name", "category_id", "product_url", "image_url",
        "is_active",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        colored = Shade.objects.filter(product=OuterRef("pk"), hex__isnull=False)
        hexes = colored.order_by("sku").values("hex")[: SHOWN + 1]
        rows: QuerySet[Any] = super().get_queryset(request).annotate(hexes=ArraySubquery(hexes))
        return rows

    @admin.display(description="shades")
    def colors(self, product: Any) -> str:
        return strip(product.hexes)

    @admin.display(description="state", ordering="is_active")
    def active(self, product: Product) -> str:
        return chip("active" if product.is_active else "inactive")

    @admin.display(description="shades")
    def shades(self, product: Product) -> str:
        """Every shade with its color, price and stock, each a link to its page."""
        if not product.pk:
            return ""
        rows = product.shades.order_by("sku")[:200]
        return format_html_join(
            "",
            '<a class="st-shade" href="{}">{} {} <span class="st-soft">{} {}</span></a>',
            (
                (
                    reverse("admin:catalog_shade_change", args=[row.pk]), swatch_svg(row.hex),
                    row.name, dollars(row.price_cents), row.availability.replace("_", " "),
                )
                for row in rows
            ),
        )  # fmt: skip


def strip(hexes: list[str]) -> SafeString | str:
    """Return colors side by side, the first SHOWN of them."""
    drawn = [text for text in hexes if HEX.match(text)]
    more = format_html(' <span class="st-soft">+</span>') if len(drawn) > SHOWN else ""
    blocks = format_html_join(
        "",
        '<rect x="{}" width="18" height="18" rx="4" fill="{}"/>',
        ((20 * place, text) for place, text in enumerate(drawn[:SHOWN])),
    )
    width = 20 * max(1, min(len(drawn), SHOWN))
    return format_html(
        '<span class="st-strip"><svg viewBox="0 0 {} 18" width="{}" height="18" role="img"'
        ' aria-label="{}">{}</svg>{}</span>',
        width, width, ", ".join(drawn[:SHOWN]) or "no color", blocks, more,
    )  # fmt: skip


class ShadeForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A shade: its color comes from the code, its SKU starts with its merchant's name."""

    class Meta:
        model = Shade
        fields = "__all__"  # noqa: DJ007, the admin's exclude decides
        widgets = {"hex": forms.TextInput(attrs={"type": "text", "placeholder": "#a11f33"})}

    def clean_hex(self) -> str | None:
        text = (self.cleaned_data.get("hex") or "").strip().lower()
        if text and not HEX.match(text):
            raise forms.ValidationError("A color is #rrggbb, such as #a11f33.")
        return text or None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "hex" in data and ("hex" in self.changed_data or not self.instance.pk):
            lab = lab_from_hex(data["hex"]) if data["hex"] else (None, None, None)
            self.instance.lab_l, self.instance.lab_a, self.instance.lab_b = lab
        product, sku = data.get("product"), data.get("sku")
        if product is not None:
            if sku and not sku.startswith(own_sku(product.merchant, "")):
                data["sku"] = own_sku(product.merchant, sku)
            self.instance.merchant_id = product.merchant_id
            self.instance.brand_id = product.brand_id
            self.instance.category_id = product.category_id
        return data


@admin.register(Shade)
class ShadeAdmin(Sheets):
    sheet = ShadeSheet
    form = ShadeForm
    exclude = ("merchant", "brand", "category", "lab_l", "lab_a", "lab_b")
    list_display = (
        "sku", "color", "name", "product", "finish", "price", "stock", "merchant", "is_active",
    )  # fmt: skip
    list_filter = ("merchant", "category", "finish", "availability", "is_active")
    list_select_related = ("product", "merchant")
    search_prefixes = ("sku",)
    search_words = "name"
    search_fields = ("name",)
    search_help_text = "Words of the name, or the start of the SKU"
    autocomplete_fields = ("product",)
    readonly_fields = ("shown", "provenance")
    actions = ("export_csv",)
    export_fields = (
        "sku", "product__external_id", "product__name", "name", "hex", "finish", "coverage",
        "price_cents", "currency", "availability", "is_active",
    )  # fmt: skip

    @admin.display(description="color")
    def color(self, shade: Shade) -> str:
        return swatch_svg(shade.hex)

    @admin.display(description="color as stored")
    def shown(self, shade: Shade) -> str:
        if shade.lab_l is None:
            return "none"
        lab = f"L* {shade.lab_l:.1f}, a* {shade.lab_a:.1f}, b* {shade.lab_b:.1f}"
        return format_html("{} {}", swatch_svg(shade.hex), lab)

    @admin.display(description="price", ordering="price_cents")
    def price(self, shade: Shade) -> str:
        return dollars(shade.price_cents)

    @admin.display(description="stock", ordering="availability")
    def stock(self, shade: Shade) -> str:
        return chip(shade.availability)
