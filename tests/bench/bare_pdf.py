"""WeasyPrint alone on a contract's page, fonts and styles read once; prints documents a minute."""

import sys
import time

import django

django.setup()

from marketplace import pdf  # noqa: E402  the settings come first
from tenders.documents import contract  # noqa: E402
from tenders.models import Contract  # noqa: E402


def main(count: int) -> None:
    terms = Contract.objects.order_by("pk").first().terms
    page = contract.contract_html(terms)
    assets = {
        "asset:contract.css": contract.render_to_string(contract.SHEET).encode(),
        "asset:qr.svg": contract._qr(terms["address"]),
    }
    sheet, fonts = pdf._paper()

    def print_one() -> None:
        document = pdf.HTML(string=page, url_fetcher=pdf._HandedAssets(assets))
        document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/a-3a")

    print_one()  # warm
    began = time.monotonic()
    for _ in range(count):
        print_one()
    print(60 * count / (time.monotonic() - began))


if __name__ == "__main__":
    main(int(sys.argv[1]))
