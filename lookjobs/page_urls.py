"""The addresses of the pages."""

from django.urls import path

from lookjobs import page_dupes, page_shares, page_start, pages

page_urls = [
    path("", page_start.start, name="start"),
    path("language", pages.choose_language, name="language"),
    path("privacy", pages.privacy, name="privacy"),
    path("dupes", page_dupes.dupe_finder, name="dupe-finder"),
    path("looks/<uuid:job_id>", pages.look, name="look"),
    path("looks/<uuid:job_id>/progress", pages.progress, name="look-progress"),
    path("looks/<uuid:job_id>/photo", pages.photo, name="look-photo"),
    path("looks/<uuid:job_id>/regions", pages.regions, name="look-regions"),
    path("looks/<uuid:job_id>/face-chart.svg", pages.chart, name="look-chart"),
    path("looks/<uuid:job_id>/result.json", pages.result_json, name="look-json"),
    path("looks/<uuid:job_id>/cancel", pages.cancel, name="look-cancel"),
    path("looks/<uuid:job_id>/delete", pages.delete, name="look-delete"),
    path("looks/<uuid:job_id>/share", page_shares.share, name="look-share"),
    path("looks/<uuid:job_id>/unshare", page_shares.revoke, name="look-unshare"),
    path("s/<str:share_id>", page_shares.shared, name="shared-look"),
    path("s/<str:share_id>/face-chart.svg", page_shares.chart, name="shared-chart"),
    path("s/<str:share_id>/card.png", page_shares.card, name="shared-card"),
]
