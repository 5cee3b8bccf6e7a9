"""QR codes, drawn as SVG."""

from io import BytesIO

import segno


def qr_code(text: str) -> bytes:
    """An SVG of ``text`` without declaration, border or size: whoever shows it gives room."""
    picture = BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", border=0, xmldecl=False, omitsize=True, svgclass=None, lineclass=None
    )
    return picture.getvalue()
