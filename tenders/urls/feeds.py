"""Feeds and calendars. Their addresses are kept by feed readers and must never move."""

from django.urls import re_path

from tenders.views.feeds import ClosingsView, FeedView

app_name = "feeds"
urlpatterns = [
    re_path(
        r"^(?P<language>fr|en)/(?P<kind>calls|amendments|awards)\.(?P<form>atom|rss)$",
        FeedView.as_view(),
        name="feed",
    ),
    re_path(r"^(?P<language>fr|en)/closings\.ics$", ClosingsView.as_view(), name="closings"),
]
