"""Products of a merchant: found, created, changed, written in bulk; stock and prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from catalog.bulk import BulkWriter
from catalog.engine.intake import ShadeRow
from catalog.engine.taxonomy import COLOUR_MATCHED
from catalog.models import Brand, Merchant, Product, Shade
from catalog.selectors import brand_key
from config.colour import lab_from_hex
from config.contracts import cents_of
from config.errors import ConflictError, InvalidRequestError, NotFoundError

SHOWN_SHADES: Final = 1000
Outcome = Literal["created", "updated", "unchanged", "refused"]


class ProductError(InvalidRequestError):
    """A product that must not be stored as it was sent."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one product or SKU."""

    id: str
    outcome: Outcome
    reason: str | None = None


def find_products(
    merchant: Merchant, asked: Mapping[str, Any], *, after: int | None, limit: int
) -> list[Product]:
    """Return up to limit + 1 products, oldest first; asked as ProductQuery validated it."""
    rows = Product.objects.filter(merchant=merchant)
    if category := asked.get("category"):
        rows = rows.filter(category=category)
    if brand := asked.get("brand"):
        rows = rows.filter(brand__key=brand_key(brand))
    if active := asked.get("active"):
        rows = rows.filter(is_active=active == "true")
    if availability := asked.get("availability"):
        shades = Shade.objects.filter(product=OuterRef("pk"), availability=availability)
        rows = rows.filter(Exists(shades))
    if text := asked.get("search"):
        rows = rows.filter(Q(name__icontains=text) | Q(external_id__istartswith=text))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(_with_shades(rows).order_by("pk")[: limit + 1])


def get_product(merchant: Merchant, product_id: str) -> Product:
    """Return one by the merchant's own id. Raises NotFoundError."""
    rows = Product.objects.filter(merchant=merchant, external_id=product_id)
    found = _with_shades(rows).first()
    if found is None:
        raise NotFoundError("There is no such product.")
    return found


def _with_shades(rows: QuerySet[Product]) -> QuerySet[Product]:
    shades = Shade.objects.order_by("sku")[:SHOWN_SHADES]  # of each product
    return rows.select_related("merchant", "brand").prefetch_related(
        Prefetch("shades", shades, to_attr="shown")
    )


@transaction.atomic
def create_product(merchant: Merchant, body: Mapping[str, Any]) -> Product:
    """Store a new product. Raises ConflictError where its id or a SKU is there already."""
    product_id = body["productId"]
    if Product.objects.filter(merchant=merchant, external_id=product_id).exists():
        raise ConflictError(f"productId: {product_id} is there already; PATCH changes it.")
    if taken := _taken(merchant, body):
        raise ConflictError(f"shades: another product has the SKU {taken}.")
    if problem := _problem(body):
        raise ProductError(problem, details={"fields": {"shades": [problem]}})
    _write(merchant, [body])
    return get_product(merchant, product_id)


@transaction.atomic
def write_products(merchant: Merchant, bodies: Sequence[Mapping[str, Any]]) -> list[Result]:
    """Create or replace each product; one that cannot be stored is refused alone.

    Shades that a body does not name stay as they are.
    """
    refused: dict[int, str] = {}
    seen: set[str] = set()
    seen_skus: set[str] = set()
    for number, body in enumerate(bodies):
        skus = {each["sku"] for each in body["shades"]}
        if body["productId"] in seen or skus & seen_skus:
            refused[number] = "Its productId or a SKU is in this request twice."
        elif taken := _taken(merchant, body):
            refused[number] = f"Another product has the SKU {taken}."
        elif problem := _problem(body):
            refused[number] = problem
        else:
            seen.add(body["productId"])
            seen_skus |= skus
    outcomes = _write(merchant, [b for n, b in enumerate(bodies) if n not in refused])
    return [
        Result(body["productId"], "refused", refused[number])
        if number in refused
        else Result(body["productId"], outcomes[body["productId"]])
        for number, body in enumerate(bodies)
    ]


@transaction.atomic
def change_product(merchant: Merchant, product_id: str, fields: Mapping[str, Any]) -> Product:
    """Change what fields names; shades that it names change, or are added.

    Raises NotFoundError, ProductError, and ConflictError for a SKU of another product.
    """
    rows = Product.objects.select_for_update().filter(merchant=merchant)
    product = rows.filter(external_id=product_id).first()
    if product is None:
        raise NotFoundError("There is no such product.")
    for name, column in _PRODUCT.items():
        if name in fields:
            setattr(product, column, fields[name])
    for name, column in (("imageUrl", "image_url"), ("productUrl", "product_url")):
        if name in fields:
            setattr(product, column, fields[name] or "")
    if "tags" in fields:
        product.tags = sorted(set(fields["tags"]))
    if "brand" in fields:
        product.brand = brand_of(fields["brand"])
        product.provenance = product.provenance | {"brand": "stated"}
    if "category" in fields:
        product.category_id = fields["category"]
        product.provenance = product.provenance | {"category": "stated"}
        _check_colours(product, fields.get("shades", ()))
    # Colors first: a category may need them. What shades copy is checked after both.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS catalog_shade_us_copied DEFERRED")
    _change_shades(merchant, product, fields.get("shades", ()))
    product.save()
    return get_product(merchant, product_id)


@transaction.atomic
def write_stock(merchant: Merchant, items: Sequence[Mapping[str, Any]]) -> list[Result]:
    """Set prices and stock by SKU; an unknown SKU is refused alone."""
    skus = [own_sku(merchant, each["sku"]) for each in items]
    locked = Shade.objects.select_for_update().filter(merchant=merchant, sku__in=skus)
    shades = {each.sku: each for each in locked.order_by("pk")}
    results: list[Result] = []
    changed: dict[str, Shade] = {}
    for sku, item in zip(skus, items, strict=True):
        shade = shades.get(sku)
        if shade is None:
            results.append(Result(item["sku"], "refused", "There is no such SKU."))
            continue
        before = _state(shade)
        _set_shade(shade, item)
        if _state(shade) == before:
            results.append(Result(item["sku"], "unchanged"))
        else:
            changed[sku] = shade
            results.append(Result(item["sku"], "updated"))
    Shade.objects.bulk_update(
        changed.values(),
        ["price_cents", "currency", "currency_source", "availability", "provenance"],
        batch_size=500,
    )
    return results


def own_sku(merchant: Merchant, sku: str) -> str:
    """Return a merchant's own SKU as the catalogue stores it."""
    return f"{merchant.slug}:{sku}"


_PRODUCT: Final = {"name": "name", "description": "description", "active": "is_active"}
_SHADE: Final = {
    "name": "name", "finish": "finish", "coverage": "coverage", "undertone": "undertone",
    "availability": "availability", "active": "is_active",
}  # fmt: skip
_STATED: Final = ("finish", "coverage", "undertone")


def _state(shade: Shade) -> tuple[Any, ...]:
    return shade.price_cents, shade.currency, shade.currency_source, shade.availability


def _problem(body: Mapping[str, Any]) -> str | None:
    """Return why a product cannot be stored, or None."""
    if body["category"] in COLOUR_MATCHED:
        bare = [each["sku"] for each in body["shades"] if not each.get("hex")]
        if bare:
            return f"{body['category']} is matched by color, and {bare[0]} has no hex."
    return None


def _taken(merchant: Merchant, body: Mapping[str, Any]) -> str | None:
    """Return a SKU of the body that another product has, or None."""
    skus = [own_sku(merchant, each["sku"]) for each in body["shades"]]
    others = Shade.objects.filter(sku__in=skus).exclude(product__external_id=body["productId"])
    return others.order_by("sku").values_list("sku", flat=True).first()


def _write(merchant: Merchant, bodies: Sequence[Mapping[str, Any]]) -> dict[str, Outcome]:
    """Store products whole, and return what became of each by its id."""
    ids = [body["productId"] for body in bodies]
    mine = Product.objects.filter(merchant=merchant, external_id__in=ids)
    known = set(mine.values_list("external_id", flat=True))
    outcomes: dict[str, Outcome] = {}
    writer = BulkWriter(merchant.pk)
    named = [(body, each) for body in bodies for each in body["shades"]]
    rows = [_row(merchant, *pair, line) for line, pair in enumerate(named)]
    changed = writer.write(rows) | _switch(merchant, bodies)
    for product_id in ids:
        if product_id not in known:
            outcomes[product_id] = "created"
        else:
            outcomes[product_id] = "updated" if product_id in changed else "unchanged"
    return outcomes


def _switch(merchant: Merchant, bodies: Iterable[Mapping[str, Any]]) -> set[str]:
    """Set what is active where a body says so; return the ids of products that this changed."""
    changed: set[str] = set()
    for body in bodies:
        product_id = body["productId"]
        if "active" in body:
            rows = Product.objects.filter(merchant=merchant, external_id=product_id)
            if rows.exclude(is_active=body["active"]).update(is_active=body["active"]):
                changed.add(product_id)
        for each in body["shades"]:
            if "active" in each:
                shades = Shade.objects.filter(sku=own_sku(merchant, each["sku"]))
                if shades.exclude(is_active=each["active"]).update(is_active=each["active"]):
                    changed.add(product_id)
    return changed


def _row(
    merchant: Merchant, body: Mapping[str, Any], shade: Mapping[str, Any], line: int
) -> ShadeRow:
    price, cost, size = shade.get("price"), shade.get("cost"), shade.get("size")
    given = {name: shade.get(name, "unknown") for name in _STATED}
    return ShadeRow(
        line=line,
        sku=own_sku(merchant, shade["sku"]),
        external_id=body["productId"],
        product_name=body["name"],
        brand=" ".join(body["brand"].split()),
        category=body["category"],
        description=body.get("description", ""),
        tags=tuple(sorted(set(body.get("tags", ())))),
        image_url=body.get("imageUrl") or "",
        product_url=body.get("productUrl") or "",
        shade_name=shade.get("name", ""),
        hexes=(shade["hex"].lower(),) if shade.get("hex") else (),
        size=(size["amount"], size["unit"]) if size else None,
        price_cents=cents_of(price) if price else None,
        cost_cents=cents_of(cost) if cost else None,
        currency="USD" if price else "",
        currency_source="stated" if price else "unknown",
        availability=shade.get("availability", "unknown"),
        provenance={"brand": "stated", "category": "stated"} | _provenance(shade, given),
        **given,
    )


def _provenance(shade: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    known = {name: value != "unknown" for name, value in given.items()} | {
        "color": bool(shade.get("hex")),
        "price": bool(shade.get("price")),
        "size": bool(shade.get("size")),
    }
    return {name: "stated" if there else "unknown" for name, there in known.items()}


def brand_of(name: str) -> Brand:
    """Return the brand of a name; one that nobody had yet is made."""
    text = " ".join(name.split())
    return Brand.objects.get_or_create(key=brand_key(text), defaults={"name": text})[0]


def _check_colours(product: Product, shades: Iterable[Mapping[str, Any]]) -> None:
    if product.category_id not in COLOUR_MATCHED:
        return
    coming = {own_sku(product.merchant, each["sku"]) for each in shades if each.get("hex")}
    bare = Shade.objects.filter(product=product, lab_l=None).exclude(sku__in=coming)
    if (sku := bare.order_by("sku").values_list("sku", flat=True).first()) is not None:
        text = f"{product.category_id} is matched by color, and {sku} has none."
        raise ProductError(f"category: {text}", details={"fields": {"category": [text]}})


def _change_shades(
    merchant: Merchant, product: Product, shades: Sequence[Mapping[str, Any]]
) -> None:
    skus = [own_sku(merchant, each["sku"]) for each in shades]
    rows = Shade.objects.select_for_update().filter(sku__in=skus)
    known = {each.sku: each for each in rows.order_by("pk")}
    for sku, each in zip(skus, shades, strict=True):
        shade = known.get(sku) or Shade(sku=sku)
        if shade.pk and shade.product_id != product.pk:
            raise ConflictError(f"shades: another product has the SKU {each['sku']}.")
        shade.product = product
        _set_shade(shade, each)
        if shade.hex is None and product.category_id in COLOUR_MATCHED:
            text = f"{product.category_id} is matched by color, and {each['sku']} has no hex."
            raise ProductError(f"shades: {text}", details={"fields": {"shades": [text]}})
        shade.save()


def _set_shade(shade: Shade, fields: Mapping[str, Any]) -> None:
    """Set what fields names; what a merchant says here is stated."""
    how: dict[str, str] = {}
    for name, column in _SHADE.items():
        if name in fields:
            setattr(shade, column, fields[name])
            if name in _STATED:
                how[name] = "unknown" if fields[name] == "unknown" else "stated"
    if "hex" in fields:
        _set_colour(shade, fields["hex"])
        how["color"] = "stated" if fields["hex"] else "unknown"
    if "size" in fields:
        size = fields["size"]
        shade.size_amount, shade.size_unit = (size["amount"], size["unit"]) if size else (None, "")
        how["size"] = "stated" if size else "unknown"
    if "cost" in fields:
        shade.cost_cents = cents_of(fields["cost"]) if fields["cost"] else None
    if "price" in fields:
        price = fields["price"]
        shade.price_cents = cents_of(price) if price else None
        shade.currency, shade.currency_source = ("USD", "stated") if price else ("", "unknown")
        how["price"] = "stated" if price else "unknown"
    if how:
        shade.provenance = shade.provenance | how


def _set_colour(shade: Shade, text: str | None) -> None:
    shade.hex = text.lower() if text else None
    shade.more_hexes = [] if text is None else shade.more_hexes
    lab = lab_from_hex(text) if text else (None, None, None)
    shade.lab_l, shade.lab_a, shade.lab_b = lab
