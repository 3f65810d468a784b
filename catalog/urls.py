"""Routes of /api/merchant."""

from django.urls import URLPattern, URLResolver, path

from catalog import views

_PROMOTIONS = "api/merchant/promotions"
_PRODUCTS = "api/merchant/products"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_PROMOTIONS, views.PromotionsView.as_view()),
    path(f"{_PROMOTIONS}/preview", views.PromotionDraftPreviewView.as_view()),
    path(f"{_PROMOTIONS}/<int:promotion_id>", views.PromotionView.as_view()),
    path(f"{_PROMOTIONS}/<int:promotion_id>/preview", views.PromotionPreviewView.as_view()),
    path(f"{_PROMOTIONS}/<int:promotion_id>/redemptions", views.RedemptionsView.as_view()),
    path(_PRODUCTS, views.ProductsView.as_view()),
    path(f"{_PRODUCTS}/bulk", views.ProductsBulkView.as_view()),
    path(f"{_PRODUCTS}/stock-and-price", views.StockAndPriceView.as_view()),
    # Last: a merchant's own id may hold a slash.
    path(f"{_PRODUCTS}/<path:product_id>", views.ProductView.as_view()),
]
