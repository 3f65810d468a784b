"""The two calls on derived data: compare two profiles, and put a bundle to the gate."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.contracts import from_wire, to_wire
from layer1 import services
from layer1.engine.types import FaceProfile, Layer1Bundle
from layer1.serializers import (
    BundleValidateRequest,
    BundleValidateResponse,
    CompatibilityRequest,
    SimilarityReportV0,
)

_REJECTED = OpenApiResponse(description="LAYER1_HARD_REJECT or UNSUPPORTED_MARKET")


class CompatibilityView(APIView):
    """Compare the wearer's face with the reference's."""

    @extend_schema(
        operation_id="layer1_compatibility",
        request=CompatibilityRequest,
        responses={200: SimilarityReportV0, 422: _REJECTED},
    )
    def post(self, request: Request) -> Response:
        body = CompatibilityRequest(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        user = data.get("userFaceProfile")
        report = services.answer_compatibility(
            user=None if user is None else from_wire(FaceProfile, user),
            ref=from_wire(FaceProfile, data["refFaceProfile"]),
            mode=data["preferenceMode"],
            locale=data["locale"],
            now=timezone.now(),
            caller=str(request.user.pk),
            training_session=data.get("sessionId") if data.get("optInTraining") else None,
        )
        return Response(to_wire(report))


class BundleValidateView(APIView):
    """Say whether a bundle may go on to the later layers."""

    @extend_schema(
        operation_id="layer1_bundle_validate",
        request=BundleValidateRequest,
        responses={200: BundleValidateResponse},
    )
    def post(self, request: Request) -> Response:
        body = BundleValidateRequest(data=request.data)
        body.is_valid(raise_exception=True)
        gate = services.judge_bundle(from_wire(Layer1Bundle, body.validated_data["bundle"]))
        return Response({"gate": gate.gate, "reasons": list(gate.reasons)})
