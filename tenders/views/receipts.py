"""What the platform signed for a firm: its receipts and late notices, to keep and to check."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView, View

from marketplace.clock import now
from tenders.documents.receipt import (
    receipt_file,
    receipt_hash,
    receipt_proof,
    signed_receipt,
)
from tenders.models import Submission
from tenders.queries.opening import counted_with
from tenders.views.bidding_base import OwnBidMixin


class OwnReceiptMixin(OwnBidMixin):
    """A receipt of one's firm, or the notice of what it sent too late."""

    @cached_property
    def submission(self) -> Submission:
        if "notice" in self.kwargs:
            late = self.bid.late.select_related("submitted_by")
            return get_object_or_404(late, public_id=self.kwargs["notice"])
        versions = self.bid.versions.select_related("submitted_by")
        return get_object_or_404(versions, number=self.kwargs["number"])


class ReceiptView(OwnReceiptMixin, TemplateView):
    """What the platform acknowledged, to keep or to print, and how anybody checks it."""

    template_name = "tenders/bidding/receipt.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = self.submission.number
        counted, counts_by = counted_with(self.bid) or (None, "")
        own = receipt_hash(self.submission)
        return super().get_context_data(
            version=self.submission,
            counted=counted if counts_by == own else None,
            proof=receipt_proof(self.submission),
            is_latest=not self.bid.versions.filter(number__gt=number).exists(),
            is_open=self.bid.tender.accepts_bids(at=now()),
            receipt_hash=own,
            signed=signed_receipt(self.submission).decode(),
            **kwargs,
        )


class LateNoticeView(ReceiptView):
    """What came too late: kept sealed, not opened, and how late it was."""

    template_name = "tenders/bidding/late.html"


class ReceiptDownloadView(OwnReceiptMixin, View):
    """The receipt with its signature and, once there is one, its proof: for verify_ledger.py."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        what = "receipt" if "number" in kwargs else "late"
        name = f"{self.bid.tender.number}-{what}-{self.submission.number}.json"
        return HttpResponse(
            receipt_file(self.submission, receipt_proof(self.submission)),
            content_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
