from django.urls import URLPattern, URLResolver, path, register_converter

from lookjobs import event_views, health, views


class SessionConverter:
    """A session id, as LookJobCreateRequestV1 takes it."""

    regex = r"[A-Za-z0-9._:-]{1,128}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SessionConverter, "session")

urlpatterns: list[URLPattern | URLResolver] = [
    path("uploads/signed-url", views.SignedUrlView.as_view()),
    path("uploads/local/<str:token>", views.LocalUploadView.as_view()),
    path("look-jobs", views.LookJobsView.as_view()),
    path("look-jobs/<uuid:job_id>", views.LookJobView.as_view()),
    path("look-jobs/<uuid:job_id>/events", event_views.job_events),
    path("look-jobs/<uuid:job_id>/face-chart.svg", views.FaceChartView.as_view()),
    path("look-jobs/<uuid:job_id>/cancel", views.CancelView.as_view()),
    path("look-jobs/<uuid:job_id>/share", views.ShareJobView.as_view()),
    path("shares/<str:share_id>", views.SharesView.as_view()),
    path("sessions/<session:session_id>", views.SessionView.as_view()),
    path("sessions/<session:session_id>/export", views.SessionExportView.as_view()),
    path("sessions/<session:session_id>/training", views.SessionTrainingView.as_view()),
    path("api/layer2/look-spec", views.LookSpecView.as_view()),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("healthz/worker", health.worker_health),
    path("metrics", health.metrics),
]
