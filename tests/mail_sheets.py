"""``./run screenshots every-mail``: every kind of mail on one sheet, in each language."""

import io
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page

COLUMNS, WIDE, HIGH, GAP, LABEL = 6, 400, 480, 20, 28  # pixels
DESK, INK = "#e7e9ee", "#1d2433"
MAIL_WIDE, MAIL_HIGH = 600, 720
GALLERY = "/fr/travail/exploitant/courriels/sortes/"
LANGUAGES = ("fr", "en")


def sheets(page: Page) -> Iterator[tuple[str, Image.Image]]:
    """The name and the picture of each sheet; ``page`` is an operator's."""
    page.goto(GALLERY)
    links = page.locator("main .tasks a").all()
    addresses = [link.get_attribute("href") or "" for link in links]
    page.set_viewport_size({"width": MAIL_WIDE, "height": MAIL_HIGH})
    for language in LANGUAGES:
        mails = {}
        for address in addresses:
            page.goto(f"{address}{language}/")
            mails[address.strip("/").rpartition("/")[2]] = page.screenshot()
        yield f"every-mail-{language}.webp", _sheet(mails)


def _sheet(mails: dict[str, bytes]) -> Image.Image:
    rows = -(-len(mails) // COLUMNS)
    across, down = WIDE + GAP, HIGH + LABEL + GAP
    sheet = Image.new("RGB", (GAP + COLUMNS * across, GAP + rows * down), DESK)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=18)
    for place, (name, picture) in enumerate(mails.items()):
        left, top = GAP + place % COLUMNS * across, GAP + place // COLUMNS * down
        mail = Image.open(io.BytesIO(picture)).resize((WIDE, HIGH))
        sheet.paste(mail, (left, top + LABEL))
        pen.text((left, top + 2), name, fill=INK, font=font)
    return sheet
