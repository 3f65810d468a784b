"""Products and shades as a sheet, CSV or XLSX, taken away, changed and given back: own rows alone.

django-import-export reads and writes the sheet and shows, before anything is stored, what each row
would change. It holds a sheet in memory, so sheets are small; feeds (feeds.py) stream.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from import_export.admin import ExportMixin, ImportExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX
from import_export.resources import ModelResource
from import_export.widgets import BooleanWidget, ForeignKeyWidget, IntegerWidget, Widget
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from catalog.models import Category, Merchant, Product, Promotion, Shade
from catalog.reports import FORMULA, safe_cell
from catalog.services.products import brand_of, own_sku
from catalog.staff.rows import MerchantAdmin, own_merchant
from config.admin import exported
from config.colour import ColourError, lab_from_hex

MAX_ROWS: Final = 5000
MAX_BYTES: Final = 5 * 2**20
MAX_UNPACKED: Final = 50 * 2**20  # an XLSX is a ZIP: what it says of itself may be far larger


class Text(Widget):
    """Text as it is stored, but for what safe_cell() put before a formula."""

    def clean(self, value: Any, row: Any = None, **_: Any) -> str:  # noqa: ARG002
        text = "" if value is None else str(value).strip()
        return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


class OrNone(Text):
    """Text, or none where the cell is empty."""

    def clean(self, value: Any, row: Any = None, **_: Any) -> Any:
        return super().clean(value, row) or None


class YesNo(BooleanWidget):
    """TRUE or FALSE, as spreadsheets write it; anything else is refused."""

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:  # noqa: ARG002
        return "TRUE" if value else "FALSE"

    def clean(self, value: Any, row: Any = None, **_: Any) -> bool:  # noqa: ARG002
        text = str(value).strip().upper()
        if text not in ("TRUE", "FALSE", "1", "0"):
            raise ValueError("TRUE or FALSE.")
        return text in ("TRUE", "1")


class Named(ForeignKeyWidget):
    """A row of another table by the text that names it; what is not there is refused."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(Text().clean(value), row, **kwargs)
        except self.model.DoesNotExist:
            raise ValueError(f"There is no {self.model._meta.verbose_name} {value!r}.") from None


class OwnProduct(Named):
    """A product of the merchant whose sheet it is, by its own id."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> QuerySet[Product]:  # noqa: ARG002
        return Product.objects.filter(merchant=kwargs["merchant"])


class BrandNamed(Widget):
    """A brand by its name; one that nobody had yet is made."""

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:  # noqa: ARG002
        return value.name if value else ""

    def clean(self, value: Any, row: Any = None, **_: Any) -> Any:  # noqa: ARG002
        name = Text().clean(value)
        if not name:
            raise ValueError("A product has a brand.")
        return brand_of(name)


def _field(name: str, widget: Any = None, *, column: str = "") -> Field:
    return Field(attribute=name, column_name=column or name, widget=widget or Text())


class OwnRows(ModelResource):
    """A sheet of one merchant: what it does not own is neither found nor written."""

    def __init__(self, merchant: Merchant | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.merchant = merchant

    class Meta:
        skip_unchanged = True
        report_skipped = True
        use_transactions = True
        clean_model_instances = True

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self._meta.model.objects.filter(merchant=self.merchant)
        return rows

    def init_instance(self, row: Any = None) -> Any:  # noqa: ARG002
        return self._meta.model(merchant=self.merchant)

    def before_import(self, dataset: Any, **kwargs: Any) -> None:  # noqa: ARG002
        if self.merchant is None:
            raise PermissionDenied
        if len(dataset) > MAX_ROWS:
            raise ValueError(f"At most {MAX_ROWS:,} rows; larger files are feeds.")
        if missing := {*self._meta.import_id_fields} - {*(dataset.headers or ())}:
            raise ValueError(f"The sheet has no column {', '.join(sorted(missing))}.")

    def import_field(self, field: Any, instance: Any, row: Any, **kwargs: Any) -> None:
        super().import_field(field, instance, row, **kwargs | {"merchant": self.merchant})

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        value = super().export_field(field, instance, **kwargs)
        return safe_cell(value) if isinstance(value, str) else value


class ProductSheet(OwnRows):
    """Products by the merchant's own id; their shades are a sheet of their own."""

    external_id = _field("external_id")
    name = _field("name")
    brand = _field("brand", BrandNamed())
    category = _field("category", Named(Category, "code"))
    description = _field("description")
    product_url = _field("product_url")
    image_url = _field("image_url")
    is_active = _field("is_active", YesNo())

    class Meta(OwnRows.Meta):
        model = Product
        fields = (
            "external_id", "name", "brand", "category", "description", "product_url", "image_url",
            "is_active",
        )  # fmt: skip
        import_id_fields = ("external_id",)

    def before_save_instance(self, instance: Any, row: Mapping[str, Any], **kwargs: Any) -> None:  # noqa: ARG002
        """What the sheet says, the merchant has stated."""
        given = {name: "stated" for name in ("brand", "category") if name in row}
        instance.provenance = instance.provenance | given


class ShadeSheet(OwnRows):
    """Shades by SKU, which may lack the merchant's name before it; the color comes from the hex."""

    sku = _field("sku")
    product = _field("product", OwnProduct(Product, "external_id"))
    name = _field("name")
    hex = _field("hex", OrNone())
    finish = _field("finish")
    coverage = _field("coverage")
    undertone = _field("undertone")
    price_cents = _field("price_cents", IntegerWidget())
    currency = _field("currency")
    availability = _field("availability")
    is_active = _field("is_active", YesNo())

    class Meta(OwnRows.Meta):
        model = Shade
        fields = (
            "sku", "product", "name", "hex", "finish", "coverage", "undertone", "price_cents",
            "currency", "availability", "is_active",
        )  # fmt: skip
        import_id_fields = ("sku",)

    def before_import_row(self, row: Any, **kwargs: Any) -> None:  # noqa: ARG002
        sku = Text().clean(row.get("sku"))
        if not sku:
            raise ValueError("A shade has a SKU.")
        assert self.merchant is not None  # noqa: S101, before_import() saw to it
        start = own_sku(self.merchant, "")
        row["sku"] = sku if sku.startswith(start) else start + sku

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        instance.hex = instance.hex.lower() if instance.hex else None
        try:
            lab = lab_from_hex(instance.hex) if instance.hex else (None, None, None)
        except ColourError:
            raise ValidationError({"hex": "A color is #rrggbb, such as #a11f33."}) from None
        instance.lab_l, instance.lab_a, instance.lab_b = lab
        if "currency" in row:
            instance.currency_source = "stated" if instance.currency else "unknown"

    def validate_instance(
        self,
        instance: Any,
        import_validation_errors: Any = None,
        validate_unique: bool = True,
    ) -> None:
        if instance.product_id is None:
            missing = {"product": "A shade has a product."}
            raise ValidationError(missing | (import_validation_errors or {}))
        for name in ("merchant_id", "brand_id", "category_id"):
            setattr(instance, name, getattr(instance.product, name))
        super().validate_instance(instance, import_validation_errors, validate_unique)

    def before_save_instance(self, instance: Any, row: Mapping[str, Any], **kwargs: Any) -> None:  # noqa: ARG002
        """What the sheet says, the merchant has stated."""
        names = {"color": "hex", "price": "price_cents"} | {
            name: name for name in ("finish", "coverage", "undertone")
        }
        given = {
            name: "stated" if getattr(instance, field) not in (None, "", "unknown") else "unknown"
            for name, field in names.items()
            if field in row
        }
        instance.provenance = instance.provenance | given


class PromotionSheet(OwnRows):
    """Promotions to take away alone: what is published goes through its preview."""

    channels = Field(attribute="channels", dehydrate_method=lambda row: ", ".join(row.channels))

    class Meta(OwnRows.Meta):
        model = Promotion
        fields = (
            "id", "name", "kind", "status", "scope", "percent_bp", "amount_cents", "buy_quantity",
            "get_quantity", "min_subtotal_cents", "max_discount_cents", "starts_at", "ends_at",
            "channels", "priority", "stackable", "usage_cap", "used_count",
        )  # fmt: skip
        export_order = fields


class SheetForm(ImportForm):
    """The file of a sheet, small enough to be read at once."""

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("At most 5 MB; larger files are feeds.")
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed:
                if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                    raise forms.ValidationError("Unpacked, the file is too large.")
        file.seek(0)
        return file


class ExportSheets(ExportMixin, MerchantAdmin):
    """An admin whose list, as it is filtered, can be taken away as a sheet."""

    formats = (CSV, XLSX)
    export_form_class = ExportForm
    sheet: Any = None

    def has_export_permission(self, request: HttpRequest) -> bool:
        return MerchantAdmin.has_export_permission(self, request)

    def get_export_resource_classes(self, request: HttpRequest) -> list[Any]:  # noqa: ARG002
        return [self.sheet]

    def get_export_queryset(self, request: HttpRequest) -> Any:
        """Return the rows of the list; no more than a sheet holds."""
        return super().get_export_queryset(request)[:MAX_ROWS]

    def _do_file_export(
        self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any
    ) -> HttpResponse:
        table = self.model._meta.db_table
        exported.send(type(self), request=request, table=table, rows=queryset.count())
        response: HttpResponse = super()._do_file_export(file_format, request, queryset, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class Sheets(ImportExportMixin, ExportSheets):
    """The same, and a sheet can be given back; by people of a merchant, into their own rows."""

    import_form_class = SheetForm

    def has_export_permission(self, request: HttpRequest) -> bool:
        return MerchantAdmin.has_export_permission(self, request)

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Only whose own rows they become; nobody else could say whose they are."""
        allowed = self.has_add_permission(request) and self.has_change_permission(request)
        return allowed and own_merchant(request) is not None

    def get_import_resource_classes(self, request: HttpRequest) -> list[Any]:  # noqa: ARG002
        return [self.sheet]

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        given: dict[str, Any] = super().get_import_resource_kwargs(request, **kwargs)
        return given | {"merchant": own_merchant(request)}
