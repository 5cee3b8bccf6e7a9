"""The partner finder."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from vendors.views import letters, partners

urlpatterns = [
    path(
        pgettext_lazy("url", "firms/partners/"),
        partners.PartnerListView.as_view(),
        name="partners",
    ),
    path(
        pgettext_lazy("url", "firms/partners/<uuid:notice_id>/write/"),
        partners.WriteView.as_view(),
        name="partner_write",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/partners/"),
        partners.OwnPartnersView.as_view(),
        name="own_partners",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/partners/end/"),
        partners.EndNoticeView.as_view(),
        name="partner_end",
    ),
    path(
        pgettext_lazy("url", "partner-messages/<uuid:letter_id>/"),
        letters.LetterView.as_view(),
        name="letter",
    ),
    path(
        pgettext_lazy("url", "partner-messages/<uuid:letter_id>/report/"),
        letters.ReportLetterView.as_view(),
        name="letter_report",
    ),
    path(
        pgettext_lazy("url", "admissions/partners/<uuid:notice_id>/"),
        letters.TakeDownView.as_view(),
        name="partner_take_down",
    ),
]
