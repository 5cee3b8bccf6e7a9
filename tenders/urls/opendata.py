"""Addresses without a language: they are published in releases and must never move."""

from django.urls import path

from tenders.views import opendata

app_name = "opendata"
urlpatterns = [
    path("api/ocds/releases", opendata.ReleasesView.as_view(), name="releases"),
    path("api/ocds/releases/<str:ocid>", opendata.ReleaseView.as_view(), name="release"),
    path("api/ocds/records", opendata.RecordsView.as_view(), name="records"),
    path("api/ocds/records/<str:ocid>", opendata.RecordView.as_view(), name="record"),
    path("api/ocds/extension/<path:name>", opendata.ExtensionView.as_view(), name="extension"),
    path("api/<path:rest>", opendata.NothingView.as_view()),
    path("id/<str:ocid>", opendata.PermanentView.as_view(page="tenders:detail"), name="call"),
    path("id/<str:ocid>/award", opendata.PermanentView.as_view(page="tenders:award"), name="award"),
    path("documents/<uuid:public_id>", opendata.DocumentView.as_view(), name="document"),
]
