"""Alerts: saved searches and followed calls, with an account or by e-mail alone."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from tenders.views import alerts, own_alerts

urlpatterns = [
    path(pgettext_lazy("url", "alerts/"), own_alerts.AlertsView.as_view(), name="alerts"),
    path(pgettext_lazy("url", "alerts/new/"), alerts.NewAlertView.as_view(), name="alert_new"),
    path(
        pgettext_lazy("url", "tenders/<str:ocid>/follow/"),
        alerts.FollowView.as_view(),
        name="follow",
    ),
    path(pgettext_lazy("url", "alerts/sent/"), alerts.AskedView.as_view(), name="alert_asked"),
    path(
        pgettext_lazy("url", "alerts/confirm/<str:token>/"),
        alerts.ConfirmView.as_view(),
        name="alert_confirm",
    ),
    path(
        pgettext_lazy("url", "alerts/of/<str:token>/"),
        own_alerts.AlertsByLinkView.as_view(),
        name="alerts_by_link",
    ),
    path(
        pgettext_lazy("url", "alerts/stop/<str:token>/"),
        own_alerts.StopView.as_view(),
        name="alerts_stop",
    ),
    path(
        pgettext_lazy("url", "alerts/quiet-months/<str:token>/"),
        own_alerts.StopQuietMonthView.as_view(),
        name="quiet_stop",
    ),
]
