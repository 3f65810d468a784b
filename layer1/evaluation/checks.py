"""What must hold for every report. Each check yields one line a violation."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from config.contracts import to_wire
from config.identity_language import identity_words
from layer1.engine.compatibility.deltas import GEOMETRY_LIMITS
from layer1.engine.compatibility.report import compare
from layer1.engine.types import IMPACT_AREAS, FaceProfile, PreferenceMode, SimilarityReport
from layer1.evaluation.pairs import Pair
from layer1.serializers import SimilarityReportV0

RUNS: Final = 100
MODES: Final[tuple[PreferenceMode, ...]] = ("structure", "vibe", "ease")
STEPS: Final = (0.1, 0.5, 1.0, 2.0)  # of the hard limit, each further apart than the one before


# Spellings that users in the US would stumble over; no Spanish word of ours has them.
BRITISH: Final = re.compile(r"\w*colour\w*|\bgrey\w*|\bcentre\w*", re.IGNORECASE)


def bytes_of(report: SimilarityReport) -> bytes:
    """Return a report as it would be sent."""
    return json.dumps(to_wire(report), ensure_ascii=False, sort_keys=True).encode()


def schema(_pair: Pair, report: SimilarityReport) -> Iterator[str]:
    body = SimilarityReportV0(data=to_wire(report))
    if not body.is_valid():
        yield f"not a SimilarityReportV0: {body.errors}"


def threes(_pair: Pair, report: SimilarityReport) -> Iterator[str]:
    if len(report.reasons) != 3:
        yield f"{len(report.reasons)} reasons"
    if tuple(each.impact_area for each in report.adjustments) != IMPACT_AREAS:
        yield "adjustments are not base, eye, lip"
    if len(report.top_deltas) > 5:
        yield f"{len(report.top_deltas)} top deltas"


def evidence(_pair: Pair, report: SimilarityReport) -> Iterator[str]:
    given = [
        *(each.evidence for each in report.reasons),
        *(each.evidence for each in report.adjustments),
        *(each.evidence for each in report.top_deltas),
    ]
    for names in given:
        if not names or not all(":" in name or "." in name for name in names):
            yield f"evidence says nothing: {names}"


def language(_pair: Pair, report: SimilarityReport) -> Iterator[str]:
    for text in texts(to_wire(report)):
        if found := identity_words(text):
            yield f"identity language {found}: {text}"
        if found := BRITISH.findall(text):
            yield f"not US English {found}: {text}"
        if "{" in text or "}" in text:
            yield f"a gap in a text: {text}"


def score(pair: Pair, report: SimilarityReport) -> Iterator[str]:
    parts = report.score_breakdown
    sum_ = round(parts.geometry_fit + (25 - parts.risk_penalty) + parts.adaptability_bonus)
    if sum_ != report.fit_score:
        yield f"score {report.fit_score} is not {sum_}, the sum of its parts"
    if pair.user is None:
        yield from _alone(report)
        return
    same = dataclasses.replace(_good(pair.ref), source="selfie")
    whole = compare(user=same, ref=_good(pair.ref), mode=report.preference_mode, locale="en")
    if whole.fit_score != 100:
        yield f"two identical good faces score {whole.fit_score}"
    yield from _monotone(pair.user, pair.ref, report)


def _alone(report: SimilarityReport) -> Iterator[str]:
    if report.confidence != "low":
        yield f"without a selfie the confidence is {report.confidence}"
    if any(each.confidence == "high" for each in report.adjustments):
        yield "without a selfie an adjustment is above medium"


def _monotone(user: FaceProfile, ref: FaceProfile, report: SimilarityReport) -> Iterator[str]:
    """A difference that grows never raises the score."""
    for name, (_, hard) in GEOMETRY_LIMITS.items():
        mine, theirs = getattr(user.geometry, name), getattr(ref.geometry, name)
        away, last = (1 if mine >= theirs else -1), report.fit_score
        for step in STEPS:
            moved = dataclasses.replace(user.geometry, **{name: mine + away * step * hard})
            further = dataclasses.replace(user, geometry=moved)
            now = compare(user=further, ref=ref, mode=report.preference_mode, locale="en")
            if now.fit_score > last:
                yield f"a larger {name} raises the score from {last} to {now.fit_score}"
            last = now.fit_score


def repeatable(pair: Pair, report: SimilarityReport) -> Iterator[str]:
    first = bytes_of(report)
    for _ in range(RUNS):
        again = compare(user=pair.user, ref=pair.ref, mode=report.preference_mode, locale="en")
        if bytes_of(again) != first:
            yield "two runs differ"
            return


CHECKS: Final[dict[str, Callable[[Pair, SimilarityReport], Iterator[str]]]] = {
    "schema": schema,
    "threes": threes,
    "evidence": evidence,
    "language": language,
    "score": score,
    "repeatable": repeatable,
}
IN_SPANISH: Final = ("schema", "threes", "evidence", "language")


def texts(value: Any) -> Iterator[str]:
    """Yield every text of a wire value; evidence and keys are codes, and are left out."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in ("evidence", "key", "explanationKey", "layer2Hints"):
                yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def _good(profile: FaceProfile) -> FaceProfile:
    """The same face on a photo that nothing is wrong with."""
    quality = profile.quality
    flags = dataclasses.replace(
        quality.occlusion_flags,
        eyes_occluded=False,
        mouth_occluded=False,
        face_border_cutoff=False,
    )
    pose = dataclasses.replace(quality.pose, yaw_deg=0.0, pitch_deg=0.0, roll_deg=0.0)
    good = dataclasses.replace(
        quality, valid=True, score=95.0, pose=pose, occlusion_flags=flags, reject_reasons=()
    )
    return dataclasses.replace(profile, quality=good)
