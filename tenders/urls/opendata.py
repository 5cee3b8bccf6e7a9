"""Addresses without a language: they are published in releases and must never move."""

from django.urls import include, path

from tenders.views.opendata import base, files, packages, permanent

app_name = "opendata"
urlpatterns = [
    path("api/ocds/releases", packages.ReleasesView.as_view(), name="releases"),
    path("api/ocds/releases/<str:ocid>", packages.ProcessView.as_view(), name="release"),
    path(
        "api/ocds/releases/<str:ocid>/<str:release_id>",
        packages.ReleaseView.as_view(),
        name="one_release",
    ),
    path("api/ocds/records", packages.RecordsView.as_view(), name="records"),
    path("api/ocds/records/<str:ocid>", packages.RecordView.as_view(), name="record"),
    path("api/ocds/extension/<path:name>", files.ExtensionView.as_view(), name="extension"),
    path("api/v1/", include("tenders.urls.api")),
    path("api/<path:rest>", base.NothingView.as_view()),
    path("data/release-schema.json", files.SchemaView.as_view(), name="schema"),
    path("data/dictionary.csv", files.DictionaryFileView.as_view(), name="dictionary"),
    path("data/codelists/<slug:name>.csv", files.CodelistView.as_view(), name="codelist"),
    path("catalog.<str:form>", files.CatalogueView.as_view(), name="catalogue"),
    path("data/<str:name>", files.BulkView.as_view(), name="bulk"),
    path("id/<str:ocid>", permanent.PermanentView.as_view(page="tenders:detail"), name="call"),
    path(
        "id/<str:ocid>/award",
        permanent.PermanentView.as_view(page="tenders:award"),
        name="award",
    ),
    path("documents/<uuid:public_id>", files.DocumentView.as_view(), name="document"),
]
