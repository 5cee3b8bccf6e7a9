"""Addresses of people's messages, of their choices, and of the operator's view of mail."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from marketplace.notifications.views import inbox, leaving, operating

app_name = "inbox"
urlpatterns = [
    path(pgettext_lazy("url", "messages/"), inbox.InboxView.as_view(), name="list"),
    path(
        pgettext_lazy("url", "messages/unread/"),
        inbox.InboxView.as_view(only_unread=True),
        name="unread",
    ),
    path(
        pgettext_lazy("url", "messages/<int:number>/"), inbox.MessageView.as_view(), name="message"
    ),
    path(pgettext_lazy("url", "messages/read/"), inbox.ReadAllView.as_view(), name="read_all"),
    path(
        pgettext_lazy("url", "messages/choices/"),
        inbox.PreferencesView.as_view(),
        name="preferences",
    ),
    path(
        pgettext_lazy("url", "messages/address/"),
        inbox.TrustAddressView.as_view(),
        name="trust_address",
    ),
    path(
        pgettext_lazy("url", "messages/stop/<str:token>/"),
        leaving.LeaveView.as_view(),
        name="leave",
    ),
    path(pgettext_lazy("url", "work/operator/mail/"), operating.QueueView.as_view(), name="queue"),
    path(
        pgettext_lazy("url", "work/operator/mail/<int:number>/again/"),
        operating.SendAgainView.as_view(),
        name="send_again",
    ),
    path(
        pgettext_lazy("url", "work/operator/mail/kinds/"),
        operating.GalleryView.as_view(),
        name="gallery",
    ),
    path(
        pgettext_lazy("url", "work/operator/mail/kinds/<slug:kind>/"),
        operating.KindView.as_view(),
        name="kind",
    ),
    path(
        pgettext_lazy("url", "work/operator/mail/kinds/<slug:kind>/<slug:code>/"),
        operating.KindHtmlView.as_view(),
        name="kind_html",
    ),
]
