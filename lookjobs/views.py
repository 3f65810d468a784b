"""Doors of uploads, jobs and shares: parse, one service call, answer."""

from __future__ import annotations

from typing import IO, Any, Final, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.errors import ConflictError, NotFoundError
from config.json_schema import ecma
from lookjobs import serializers as contracts
from lookjobs.page_charts import chart_svg
from lookjobs.requests import IDEMPOTENCY_KEY, caller_id, idempotency_key, new_job, new_look_job
from lookjobs.selectors import etag, find_job, full_status, wire_time
from lookjobs.services import jobs, looks, sessions, shares, uploads

_KEY_HEADER = OpenApiParameter(
    "Idempotency-Key", {"type": "string", "pattern": ecma(IDEMPOTENCY_KEY.pattern)},
    OpenApiParameter.HEADER, description="1 to 255 printable ASCII characters, kept 24 hours.",
)  # fmt: skip
SVG: Final = "image/svg+xml"
_ETAG_HEADER = OpenApiParameter("If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER)


class SignedUrlView(APIView):
    """POST /uploads/signed-url"""

    @extend_schema(request=contracts.SignedUrlRequest, responses={201: contracts.SignedUrlResponse})
    def post(self, request: Request) -> Response:
        body = contracts.SignedUrlRequest(data=request.data)
        body.is_valid(raise_exception=True)
        upload, signed = uploads.sign_upload(
            caller=caller_id(request),
            kind=body.validated_data["kind"],
            content_type=body.validated_data["contentType"],
            size_bytes=body.validated_data["sizeBytes"],
            now=timezone.now(),
        )
        answer = {
            "assetKey": upload.key,
            "uploadUrl": signed.url,
            "method": "PUT",
            "headers": signed.headers,
            "expiresAt": wire_time(upload.expires_at),
        }
        return Response(answer, status=201)


class LocalUploadView(APIView):
    """PUT /uploads/local/{token}: the token is the credential, as a signature is with S3."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = ()

    @extend_schema(exclude=True)
    def put(self, request: Request, token: str) -> Response:
        plain = request._request
        uploads.receive_upload(
            token=token,
            stream=cast("IO[bytes]", plain),
            length=plain.META.get("CONTENT_LENGTH"),
            content_type=plain.META.get("CONTENT_TYPE", ""),
            encoding=plain.headers.get("Content-Encoding", ""),
        )
        return Response(status=204)


class LookJobsView(APIView):
    """POST /look-jobs"""

    @extend_schema(
        parameters=[_KEY_HEADER],
        request=contracts.LookJobCreateRequestV1,
        responses={
            201: contracts.LookJobStatusResponseV1, 200: contracts.LookJobStatusResponseV1,
        },
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        key = idempotency_key(request)
        body = contracts.LookJobCreateRequestV1(data=request.data)
        body.is_valid(raise_exception=True)
        job, fresh = jobs.create_job(
            caller=caller_id(request),
            new=new_job(body.validated_data),
            now=timezone.now(),
            idempotency_key=key,
            body_sha256=jobs.body_hash(request.data),
        )
        headers = {"Location": f"/look-jobs/{job.pk}", "ETag": etag(job)}
        return Response(full_status(job), status=201 if fresh else 200, headers=headers)


class LookJobView(APIView):
    """GET and DELETE /look-jobs/{jobId}"""

    @extend_schema(
        parameters=[_ETAG_HEADER],
        responses={
            200: contracts.LookJobStatusResponseV1,
            304: OpenApiResponse(description="Nothing changed since that ETag."),
        },
    )
    def get(self, request: Request, job_id: UUID) -> Response:
        job = find_job(caller=caller_id(request), job_id=job_id)
        if job is None:
            raise NotFoundError("There is no such job.")
        headers = {"ETag": etag(job), "Cache-Control": "private, no-cache", "Vary": "Authorization"}
        if _matches(request.headers.get("If-None-Match", ""), etag(job)):
            return Response(status=304, headers=headers)
        return Response(full_status(job), headers=headers)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, job_id: UUID) -> Response:
        jobs.delete_job(caller=caller_id(request), job_id=job_id, now=timezone.now())
        return Response(status=204)


class FaceChartView(APIView):
    """GET /look-jobs/{jobId}/face-chart.svg: the look drawn on paper, numbered by step."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: ARG002
        """Take any Accept: the drawing is no DRF renderer, and refusals are JSON everywhere."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        parameters=[_ETAG_HEADER],
        responses={
            (200, SVG): OpenApiTypes.STR,
            304: OpenApiResponse(description="Nothing changed since that ETag."),
            409: OpenApiResponse(description="The job has no result yet, or never will."),
        },
    )
    def get(self, request: Request, job_id: UUID) -> HttpResponse:
        job = find_job(caller=caller_id(request), job_id=job_id)
        if job is None:
            raise NotFoundError("There is no such job.")
        if job.result is None:
            raise ConflictError("The job has no result to draw.")
        headers = {"ETag": etag(job), "Cache-Control": "private, no-cache", "Vary": "Authorization"}
        if _matches(request.headers.get("If-None-Match", ""), etag(job)):
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(chart_svg(job.result, with_legend=True), SVG, headers=headers)


def _matches(header: str, tag: str) -> bool:
    sent = {part.strip().removeprefix("W/") for part in header.split(",")}
    return tag in sent or "*" in sent


class CancelView(APIView):
    """POST /look-jobs/{jobId}/cancel"""

    @extend_schema(request=None, responses={200: contracts.LookJobStatusResponseV1})
    def post(self, request: Request, job_id: UUID) -> Response:
        job = jobs.cancel_job(caller=caller_id(request), job_id=job_id, now=timezone.now())
        return Response(full_status(job), headers={"ETag": etag(job)})


class ShareJobView(APIView):
    """POST /look-jobs/{jobId}/share"""

    @extend_schema(
        request=None, responses={201: contracts.ShareResponse, 200: contracts.ShareResponse}
    )
    def post(self, request: Request, job_id: UUID) -> Response:
        share, fresh = shares.share_job(
            caller=caller_id(request), job_id=job_id, now=timezone.now()
        )
        answer = {
            "shareId": share.pk,
            "shareUrl": f"{settings.PUBLIC_BASE_URL}/s/{share.pk}",
            "expiresAt": wire_time(share.expires_at),
        }
        return Response(answer, status=201 if fresh else 200)


class SharesView(APIView):
    """GET (anybody) and DELETE (the job's caller) /shares/{shareId}"""

    def get_permissions(self) -> Any:
        return [AllowAny()] if self.request.method == "GET" else super().get_permissions()

    def get_authenticators(self) -> Any:
        # A wrong key must not close what is public.
        public = self.request is None or self.request.method == "GET"
        return [] if public else super().get_authenticators()

    @extend_schema(auth=[], responses={200: contracts.LookShareResponseV1})
    def get(self, request: Request, share_id: str) -> Response:  # noqa: ARG002
        share = shares.read_share(share_id=share_id, now=timezone.now())
        answer = {
            "shareId": share.pk,
            "createdAt": wire_time(share.created_at),
            "expiresAt": wire_time(share.expires_at),
            "result": share.result,
        }
        return Response(answer, headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})

    @extend_schema(responses={204: None})
    def delete(self, request: Request, share_id: str) -> Response:
        shares.revoke_share(caller=caller_id(request), share_id=share_id, now=timezone.now())
        return Response(status=204)


class SessionView(APIView):
    """DELETE /sessions/{sessionId}"""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, session_id: str) -> Response:
        sessions.delete_session(
            caller=caller_id(request), session_id=session_id, now=timezone.now()
        )
        return Response(status=204)


class SessionExportView(APIView):
    """GET /sessions/{sessionId}/export: all that is stored about one's own session."""

    @extend_schema(responses={200: contracts.SessionExport})
    def get(self, request: Request, session_id: str) -> Response:
        found = sessions.export_session(caller=caller_id(request), session_id=session_id)
        return Response(found, headers={"Cache-Control": "no-store"})


class SessionTrainingView(APIView):
    """DELETE /sessions/{sessionId}/training: withdraw the training consent alone."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, session_id: str) -> Response:
        sessions.withdraw_training(
            caller=caller_id(request), session_id=session_id, now=timezone.now()
        )
        return Response(status=204)


class LookSpecView(APIView):
    """POST /api/layer2/look-spec: an internal job that is waited for."""

    @extend_schema(request=contracts.LookSpecRequest, responses={200: contracts.LookSpecResponse})
    def post(self, request: Request) -> Response:
        body = contracts.LookSpecRequest(data=request.data)
        body.is_valid(raise_exception=True)
        caller = caller_id(request)
        new = new_look_job(body.validated_data)
        return Response(looks.read_look(caller=caller, new=new, now=timezone.now()))
