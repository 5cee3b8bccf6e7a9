"""Salt and commit to what was recorded before there were commitments."""

from django.db import migrations

from marketplace.ledger.commitment import commit, entry
from marketplace.ledger.models import new_salt

BATCH = 2000


def commit_earlier_events(apps, _editor):
    events = apps.get_model("ledger", "Event").objects
    while waiting := list(events.filter(commitment=None).order_by("pk")[:BATCH]):
        for event in waiting:
            event.salt = new_salt()
            event.commitment = commit(
                event.salt,
                entry(
                    public_id=event.public_id,
                    action=event.action,
                    subject=event.subject,
                    actor=event.actor,
                    at=event.at,
                    data=event.data,
                    salt=event.salt,
                ),
            )
        events.bulk_update(waiting, ["salt", "commitment"])


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_commitment_columns")]

    operations = [migrations.RunPython(commit_earlier_events, migrations.RunPython.noop)]
