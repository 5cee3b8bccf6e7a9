"""Addresses of the log itself, without a language: they never move (C2SP tlog-tiles)."""

from django.urls import path

from marketplace.ledger.views import files, pages

app_name = "log"
urlpatterns = [
    path("", pages.enter_ledger, name="enter"),
    path("checkpoint", files.CheckpointFile.as_view(), name="checkpoint"),
    path("keys", files.KeysFile.as_view(), name="keys"),
    path("verify_ledger.py", files.ScriptFile.as_view(), name="script"),
    path("since/<int:size>", files.ConsistencyFile.as_view(), name="consistency"),
    path("proof/<uuid:public_id>", files.ProofFile.as_view(), name="proof"),
    path("export.jsonl", files.ExportFile.as_view(), name="export"),
    path("tile/<path:address>", files.TileFile.as_view(), name="tile"),
]
