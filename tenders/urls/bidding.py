"""A firm's bids."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from tenders.views import (
    bidding,
    bidding_changes,
    bidding_draft,
    bidding_files,
    bidding_submit,
    declining,
    receipts,
)

urlpatterns = [
    path(
        pgettext_lazy("url", "tenders/<str:ocid>/bid/"),
        bidding.BidStartView.as_view(),
        name="bid_start",
    ),
    path(
        pgettext_lazy("url", "tenders/<str:ocid>/not-this-time/"),
        declining.DeclineView.as_view(),
        name="bid_decline",
    ),
    path(
        pgettext_lazy("url", "tenders/<str:ocid>/bid/without-advice/"),
        declining.DismissCoachView.as_view(),
        name="coach_dismiss",
    ),
    path(pgettext_lazy("url", "bids/"), bidding.BidListView.as_view(), name="bids"),
    path(pgettext_lazy("url", "bids/<uuid:public_id>/"), bidding.BidView.as_view(), name="bid"),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/conditions/"),
        bidding_draft.ConditionsView.as_view(),
        name="bid_conditions",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/price/"),
        bidding_draft.PriceView.as_view(),
        name="bid_price",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/answers/"),
        bidding_draft.AnswersView.as_view(),
        name="bid_answers",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/files/"),
        bidding_files.FilesView.as_view(),
        name="bid_files",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/files/<uuid:file_id>/"),
        bidding_files.FileView.as_view(),
        name="bid_file",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/files/<uuid:file_id>/remove/"),
        bidding_files.FileRemoveView.as_view(),
        name="bid_file_remove",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/review/"),
        bidding_submit.ReviewView.as_view(),
        name="bid_review",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/receipts/<int:number>/"),
        receipts.ReceiptView.as_view(),
        name="bid_receipt",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/receipts/<int:number>.json"),
        receipts.ReceiptDownloadView.as_view(),
        name="bid_receipt_json",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/late/<uuid:notice>/"),
        receipts.LateNoticeView.as_view(),
        name="bid_late",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/late/<uuid:notice>.json"),
        receipts.ReceiptDownloadView.as_view(),
        name="bid_late_json",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/copy/"),
        bidding_changes.BidCopyView.as_view(),
        name="bid_copy",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/replace/"),
        bidding_changes.ReplaceView.as_view(),
        name="bid_replace",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/keep/"),
        bidding_changes.DropReplacementView.as_view(),
        name="bid_keep",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/confirm/"),
        bidding_changes.ConfirmView.as_view(),
        name="bid_confirm",
    ),
    path(
        pgettext_lazy("url", "bids/<uuid:public_id>/withdraw/"),
        bidding_changes.WithdrawView.as_view(),
        name="bid_withdraw",
    ),
]
