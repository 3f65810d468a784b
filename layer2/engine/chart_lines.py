"""The face that every chart is drawn on: a frontal face in ink, the viewer's right half mirrored.

Coordinates are those of the chart: x to the right, y down, the middle of the face at x = 400.
"""

from __future__ import annotations

from typing import Final

from layer2.engine.svg import path, tag

MIRROR: Final = "matrix(-1 0 0 1 800 0)"

FACE: Final = (
    "M400 145C508 143 604 204 625 330C638 408 634 492 617 570C602 640 570 708 510 766"
    "C474 800 436 820 400 820C364 820 326 800 290 766C230 708 198 640 183 570"
    "C166 492 162 408 175 330C196 204 292 143 400 145Z"
)
# Ears, neck and shoulders: they wear no base.
BEHIND: Final = (
    "M278 750C282 820 280 866 264 896C228 922 160 936 96 950L96 970H704L704 950"
    "C640 936 574 922 538 896C522 866 518 820 522 750Z"
    "M633 428C650 412 664 430 660 464C656 500 644 528 627 534Z"
    "M167 428C150 412 136 430 140 464C144 500 156 528 173 534Z"
)
# One eye. The lash line runs from the inner corner to the outer one.
LASH_LINE: Final = ((454.0, 450.0), (474.0, 416.0), (532.0, 402.0), (568.0, 440.0))
LOWER_LINE: Final = ((454.0, 450.0), (486.0, 465.0), (542.0, 465.0), (568.0, 440.0))
EYE: Final = "M454 450C474 416 532 402 568 440C542 465 486 465 454 450Z"
EYE_SHADE: Final = "M454 450C474 416 532 402 568 440C534 412 478 426 454 450Z"
_IRIS_RAYS: Final = (
    "M509 414V426M509 446V458M487 436H499M519 436H531"
    "M493 420L502 429M516 443L525 452M493 452L502 443"
)
CREASE: Final = "M452 433C470 390 538 372 580 418"
LID: Final = "M454 450C474 416 532 402 568 440L581 420C538 372 470 390 452 434Z"
HALO: Final = (
    "M438 452C428 380 480 338 545 338C604 338 640 380 640 420C632 440 600 447 569 441L454 450Z"
)
UNDER: Final = "M486 462C514 470 548 464 570 442L578 447C564 472 520 481 484 468Z"
UPPER_LIP: Final = (
    "M322 652C346 640 370 621 387 620C393 620 397 624 400 626C403 624 407 620 413 620"
    "C430 621 454 640 478 652C456 651 432 650 418 653C410 655 405 655 400 654"
    "C395 655 390 655 382 653C368 650 344 651 322 652Z"
)
LOWER_LIP: Final = (
    "M322 652C344 651 368 650 382 653C390 655 395 655 400 654C405 655 410 655 418 653"
    "C432 650 456 651 478 652C456 680 432 696 400 696C368 696 344 680 322 652Z"
)
LIP_EDGE: Final = (
    "M322 652C346 640 370 621 387 620C393 620 397 624 400 626C403 624 407 620 413 620"
    "C430 621 454 640 478 652C456 680 432 696 400 696C368 696 344 680 322 652Z"
)
LIP_LINE: Final = (
    "M322 652C344 651 368 650 382 653C390 655 395 655 400 654C405 655 410 655 418 653"
    "C432 650 456 651 478 652"
)
_HAIR: Final = (
    "M151 470C122 250 226 80 400 78C574 80 678 250 649 470C650 424 644 380 625 330"
    "C604 204 508 143 400 145C292 143 196 204 175 330C156 380 150 424 151 470Z"
)
_HAIR_STROKES: Final = (
    "M404 145C428 110 468 92 504 98M432 146C470 116 520 112 558 134"
    "M466 153C512 134 562 150 596 190M504 168C548 164 592 196 622 252"
    "M542 194C580 206 618 252 637 314M582 238C606 264 632 312 644 372"
    "M610 296C628 326 642 364 648 416M418 142C446 120 480 108 516 112"
    "M486 158C530 148 574 170 606 212"
)
_EAR: Final = (
    "M633 428C650 412 664 430 660 464C656 500 644 528 627 534M645 442C653 458 648 490 638 510"
)
_NECK: Final = (
    "M522 755C518 820 522 866 538 896C574 922 640 936 704 950M434 952C470 934 520 926 566 932"
)
_BRIDGE: Final = "M452 402C434 420 428 442 429 470M432 486C432 506 437 524 443 540"
_NOSE_WING: Final = "M444 550C454 560 452 580 437 582"
_NOSTRIL: Final = "M407 583C413 575 425 573 432 578"
_NOSE_TIP: Final = "M388 582C394 590 406 590 412 582"
_PHILTRUM: Final = "M392 598C391 606 390 610 388 615M408 598C409 606 410 610 412 615"
_CHIN: Final = "M374 718C388 725 412 725 426 718"


def both(name: str, half: str) -> str:
    """Return a drawing of the viewer's right half, and its mirror image; the name is its id."""
    return tag("g", half, id=name) + tag("use", href=f"#{name}", transform=MIRROR)


def ink_back() -> str:
    """Return what lies behind the makeup: hair, ears, neck."""
    half = (
        path(_EAR, stroke_width=1.6)
        + path(_NECK, stroke_width=1.8)
        + path(_HAIR_STROKES, stroke_width=1, opacity=0.45)
    )
    hair = path(_HAIR, class_="fc-hair", fill="currentColor", fill_opacity=0.1, stroke="none")
    return hair + _ink(path(_HAIR, stroke_width=1.4, opacity=0.55) + both("fc-back", half))


def ink_face() -> str:
    """Return the lines over the skin: outline, nose, chin."""
    half = path(_BRIDGE, stroke_width=1.1, opacity=0.32) + path(_NOSTRIL, stroke_width=2)
    half += path(_NOSE_WING, stroke_width=1.4, opacity=0.75)
    lines = path(FACE, stroke_width=2) + both("fc-nose", half)
    soft = path(_PHILTRUM + _CHIN, stroke_width=1.1, opacity=0.4)
    return _ink(lines + path(_NOSE_TIP, stroke_width=1.4, opacity=0.8) + soft)


def ink_eyes() -> str:
    """Return the eyes over the shadow: white, iris, fold, rims."""
    iris = tag(
        "g",
        tag("circle", cx=509, cy=436, r=22, fill="currentColor", fill_opacity=0.35),
        path(_IRIS_RAYS, stroke_width=1, stroke="currentColor", opacity=0.35),
        tag("circle", cx=509, cy=436, r=22, fill="none", stroke="currentColor", stroke_width=2.2),
        tag("circle", cx=509, cy=436, r=9.5, fill="currentColor"),
        tag("circle", cx=516, cy=428, r=4.2, fill="#fff"),
        path(EYE_SHADE, fill="currentColor", fill_opacity=0.12),
        clip_path="url(#fc-eye)",
    )
    white = path(EYE, fill="#fff", class_="fc-white")
    rim = path(EYE, stroke_width=1.2)
    fold = path(CREASE, stroke_width=1.3, opacity=0.6)
    corner = path("M454 450C458 446 462 446 465 451", stroke_width=1)
    return both("fc-eyes", white + iris + _ink(rim + fold + corner))


def ink_lips() -> str:
    return _ink(path(LIP_EDGE, stroke_width=1.4, opacity=0.7) + path(LIP_LINE, stroke_width=1.8))


def _ink(lines: str) -> str:
    return tag("g", lines, fill="none", stroke="currentColor", stroke_linecap="round")
