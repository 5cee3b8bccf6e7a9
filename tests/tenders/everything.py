"""«Nothing changed», checked: every row of the calls, the ledger, the outbox and the keys."""

from typing import Any

from django.apps import apps

APPS = ("tenders", "vendors", "ledger", "notifications", "files", "sealing", "accounts")


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows that an action might touch, by table. Compare two of them."""
    models: list[Any] = [m for app in APPS for m in apps.get_app_config(app).get_models()]
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values()) for model in models
    }
