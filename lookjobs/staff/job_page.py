"""One job made ready for its page: what was asked, how it went, and why it answered as it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from layer1.engine import limits
from layer1.models import BundleSample, FaceProfileSample, SimilarityReportSample
from layer2.models import LookSpecSample, StepsSample
from layer3.models import KitSample
from lookjobs.models import Consent, Deletion, JobEvent, LookJob
from lookjobs.models.jobs import STAGES
from lookjobs.page_products import present_kit
from lookjobs.page_result import present
from lookjobs.page_texts import Texts, load_texts
from lookjobs.staff.models import Rerun, StaffAction
from lookjobs.staff.photos import upload_of

Json = Mapping[str, Any]
View = dict[str, Any]

WORKED: Final = STAGES[1:-1]  # without queued and done
SAMPLES: Final[tuple[Any, ...]] = (
    FaceProfileSample, SimilarityReportSample, BundleSample, LookSpecSample, StepsSample,
    KitSample,
)  # fmt: skip
AUDIT_SHOWN: Final = 50


def job_page(job: LookJob) -> View:
    """Return all that the page shows, but for what depends on who looks; ten queries."""
    texts = load_texts("en")
    events = list(
        JobEvent.objects.filter(job=job).order_by("pk").values("event", "data", "created_at")
    )
    result: Json | None = job.result if job.kind == LookJob.Kind.FULL else None
    return {
        "stages": stepper(job, texts),
        "waited_s": _seconds(job.created_at, job.claimed_at),
        "total_s": job.duration.total_seconds() if job.duration is not None else None,
        "asked": _asked(job),
        "photos": _photos(job),
        "consents": list(Consent.objects.filter(job_id=job.pk).order_by("pk")),
        "gate": gate_of(job, result),
        "measured": measured(result),
        "view": present(result, texts) if result else None,
        "kit": present_kit(result["kit"], texts) if result else None,
        "sections": result["steps"]["sections"] if result else [],
        "versions": result["engineVersions"] if result else None,
        "events": [_event(event, job) for event in events],
        "attempts": attempts(events, job),
        "reruns": [_rerun(each) for each in job.reruns.order_by("-pk")[:5]],
        "actions": list(StaffAction.objects.filter(job_id=job.pk).order_by("-at")[:AUDIT_SHOWN]),
        "samples": sum(model.objects.filter(job_id=job.pk).count() for model in SAMPLES),
    }


def find_deletion(job_id: str) -> Deletion | None:
    """Return the row that a deleted job leaves, so that its address explains itself."""
    return Deletion.objects.filter(job_id=job_id).first()


def stepper(job: LookJob, texts: Texts) -> list[View]:
    """Return each stage with its time, its share of all, and past, now, failed or ahead."""
    longest = max([float(v) for v in job.timings.values()], default=0.0) or 1.0
    reached = STAGES.index(job.stage)
    stages = []
    for name in WORKED:
        place = STAGES.index(name)
        state = "past" if place < reached else "ahead" if place > reached else _current(job)
        taken = job.timings.get(name)
        stages.append(
            {
                "name": name,
                "label": texts["stage"][name],
                "state": state,
                "ms": taken,
                "width": round(100 * float(taken) / longest, 1) if taken is not None else 0,
            }
        )
    return stages


def _current(job: LookJob) -> str:
    if job.status == LookJob.Status.PROCESSING:
        return "now"
    return "failed" if job.status in (LookJob.Status.FAILED, LookJob.Status.CANCELED) else "past"


def _seconds(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start).total_seconds() if start and end else None


def _asked(job: LookJob) -> list[tuple[str, Any]]:
    return [
        ("Kind", job.get_kind_display()),
        ("Mode", job.preference_mode),
        ("Locale", job.locale),
        ("Caller", job.caller),
        ("Session", job.session_id or None),
        ("Training", "opted in" if job.opt_in_training else "not opted in"),
        ("Preferences", job.preferences or None),
        ("Constraints", job.constraints or None),
        ("Layer 1", "derived on the device" if job.layer1_bundle else None),
        ("Photo by address", job.reference_url or None),
    ]


def _photos(job: LookJob) -> list[View]:
    shown = [("reference", job.reference, True), ("selfie", job.selfie, job.selfie_given)]
    return [
        {"kind": kind, "upload": upload, "given": given, "kept": bool(upload_of(job, kind))}
        for kind, upload, given in shown
    ]


def gate_of(job: LookJob, result: Json | None) -> View | None:
    """Return the gate's word with every reason, its value and its limit."""
    if result and "gate" in result:
        gate = result["gate"]
        return {"state": gate["gate"], "details": gate["details"], "reasons": gate["reasons"]}
    error = job.error or {}
    if not error.get("reasons"):
        return None
    return {
        "state": job.gate_state or "refused",
        "details": error.get("details", []),
        "reasons": error["reasons"],
    }


def measured(result: Json | None) -> list[View]:
    """Return what was measured of each photo beside the limit it passed or broke.

    Empty where the faces' measurements have left the result, and where a refusal kept none.
    """
    bundle = (result or {}).get("layer1") or {}
    photos = (
        ("reference", bundle.get("refFaceProfile")),
        ("selfie", bundle.get("userFaceProfile")),
    )
    return [
        {"photo": photo, "rows": _quality_rows(profile["quality"])}
        for photo, profile in photos
        if profile
    ]


def _quality_rows(quality: Json) -> list[View]:
    pose = quality["pose"]
    rows: list[tuple[str, float, str, float]] = [
        ("Faces", quality["faceCount"], "exactly", 1),
        ("Lighting score", quality["lightingScore"], "at least", limits.LIGHTING_MIN),
        ("Sharpness score", quality["sharpnessScore"], "at least", limits.SHARPNESS_MIN),
        ("Yaw, degrees", pose["yawDeg"], "within ±", limits.POSE_SOFT_DEG),
        ("Pitch, degrees", pose["pitchDeg"], "within ±", limits.POSE_SOFT_DEG),
        ("Roll, degrees", pose["rollDeg"], "within ±", limits.POSE_SOFT_DEG),
    ]
    flags = [name for name, up in quality["occlusionFlags"].items() if up]
    found = [
        {
            "name": name,
            "value": value,
            "rule": f"{rule} {limit:g}",
            "good": _holds(value, rule, limit),
        }
        for name, value, rule, limit in rows
    ]
    found.append(
        {"name": "Covered or cut", "value": ", ".join(flags) or "nothing", "rule": "nothing",
         "good": not flags}
    )  # fmt: skip
    reasons = quality["rejectReasons"]
    found.append(
        {"name": "Reasons against it", "value": ", ".join(reasons) or "none", "rule": "none",
         "good": not reasons}
    )  # fmt: skip
    return found


def _holds(value: float, rule: str, limit: float) -> bool:
    if rule == "exactly":
        return value == limit
    return value >= limit if rule == "at least" else abs(value) <= limit


def _event(event: Json, job: LookJob) -> View:
    data = event["data"]
    return {
        "at": event["created_at"],
        "after_s": _seconds(job.created_at, event["created_at"]),
        "event": event["event"],
        "stage": data.get("stage"),
        "status": data.get("status"),
        "progress": data.get("progress"),
    }


def attempts(events: Sequence[Json], job: LookJob) -> list[View]:
    """Return each attempt: when it began, how far it came, how it ended; from the events.

    An attempt begins with the stage "fetch"; one whose worker died has no end of its own.
    """
    found: list[View] = []
    for event in events:
        data = event["data"]
        if event["event"] == "stage" and data.get("stage") == "fetch":
            found.append({"number": len(found) + 1, "began": event["created_at"]})
        if found:
            found[-1] |= {
                "stage": data.get("stage"),
                "seconds": _seconds(found[-1]["began"], event["created_at"]),
                "outcome": data.get("status") if event["event"] == "done" else None,
            }
    for early in found[:-1]:
        early["outcome"] = "handed on"
    if found and found[-1]["outcome"] is None:
        found[-1]["outcome"] = job.status
    return found


def _rerun(rerun: Rerun) -> View:
    kept = len(rerun.changes)
    return {"row": rerun, "changes": rerun.changes, "more": rerun.changed - kept}
