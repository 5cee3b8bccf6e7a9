"""What was sent before people had their messages on the site is found there too, at its date."""

from typing import Any

from django.db import migrations
from django.db.models import F

BATCH = 10_000


def show(apps: Any, schema_editor: Any) -> None:
    messages = apps.get_model("notifications", "Message").objects
    last = 0
    while True:
        keys = messages.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
        batch = list(keys)
        if not batch:
            return
        theirs = messages.filter(pk__gt=last, pk__lte=batch[-1])
        theirs.update(told_at=F("due_at"))
        theirs.filter(recipient__isnull=False).update(in_inbox=True)
        last = batch[-1]


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_ways_of_telling")]

    operations = [migrations.RunPython(show, migrations.RunPython.noop)]
