"""The picture of a call that other sites show beside a link to it (Open Graph)."""

from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from marketplace.clock import now
from marketplace.web.wording import say_day, say_money
from tenders.models import Tender
from tenders.states import TenderStatus

SIZE = (1200, 630)
MARGIN, FOLD = 80, 110
GREEN, LIME, WHITE, SOFT = "#0a3b2e", "#d5ea5a", "#ffffff", "#b9d3c9"
FONTS = Path(settings.BASE_DIR) / "marketplace" / "assets" / "pdf"
TITLE, TITLE_LINES, SMALL = 64, 3, 34
ELLIPSIS = "…"


def card_image(tender: Tender, language: str) -> bytes:
    """A PNG of ``SIZE`` in the active language: buyer, title, where the call is, its number."""
    picture = Image.new("RGB", SIZE, GREEN)
    draw = ImageDraw.Draw(picture)
    width, height = SIZE
    draw.polygon([(width - FOLD, 0), (width, 0), (width, FOLD)], fill=LIME)
    _mark(draw, MARGIN, MARGIN - 8)
    _say(draw, (MARGIN + 72, MARGIN), settings.PRODUCT_NAME, SMALL, WHITE, bold=True)
    _say(draw, (MARGIN, 180), _cut(str(tender.buyer.name), SMALL), SMALL, SOFT)
    for number, line in enumerate(_lines(str(tender.title))):
        _say(draw, (MARGIN, 236 + number * 78), line, TITLE, WHITE, bold=True)
    _say(
        draw, (MARGIN, height - MARGIN - SMALL), _standing(tender, language), SMALL, LIME, bold=True
    )
    place = (width - MARGIN, height - MARGIN - SMALL)
    draw.text(place, tender.number, font=_font(SMALL), fill=SOFT, anchor="ra")
    file = BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _standing(tender: Tender, language: str) -> str:
    """What whoever sees the link should know first."""
    if tender.accepts_bids(at=now()) and tender.submission_deadline:
        said = _("Bids until %(day)s") % {"day": say_day(tender.submission_deadline, language)}
        if tender.budget and tender.budget_is_public:
            said = f"{said}  ·  {say_money(tender.budget, language, cents=False)}"
        return said
    return str(TenderStatus(tender.status).label).capitalize()


def _lines(title: str) -> list[str]:
    """The title in as many lines as there is room for; the last one is cut where it must be."""
    lines: list[str] = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if _fits(longer, TITLE) or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > TITLE_LINES:
        lines = [*lines[: TITLE_LINES - 1], " ".join(lines[TITLE_LINES - 1 :])]
    return [_cut(line, TITLE, bold=True) for line in lines]


def _cut(text: str, size: int, *, bold: bool = False) -> str:
    if _fits(text, size, bold=bold):
        return text
    while text and not _fits(f"{text}{ELLIPSIS}", size, bold=bold):
        text = text[:-1]
    return f"{text.rstrip()}{ELLIPSIS}"


def _fits(text: str, size: int, *, bold: bool = True) -> bool:
    return _font(size, bold=bold).getlength(text) <= SIZE[0] - 2 * MARGIN


def _say(
    draw: ImageDraw.ImageDraw,
    place: tuple[int, int],
    text: str,
    size: int,
    colour: str,
    *,
    bold: bool = False,
) -> None:
    draw.text(place, text, font=_font(size, bold=bold), fill=colour)


def _mark(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    """The wordmark's M, as in ``img/mark.svg``."""
    points = [(x + 4, y + 48), (x + 4, y + 6), (x + 28, y + 30), (x + 52, y + 6), (x + 52, y + 48)]
    draw.line(points, fill=WHITE, width=8, joint="curve")
    draw.line([(x + 2, y + 50), (x + 54, y + 50)], fill=LIME, width=8)


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"atkinson-{'bold' if bold else 'regular'}.ttf", size)
