"""A bid not confirmed after a change of substance lapses; its firm is reminded once before."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenders", "0004_public_lists"),
        ("vendors", "0004_neq_may_be_left_blank"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="bid",
            name="bid_status_follows_the_table",
        ),
        migrations.AddField(
            model_name="bid",
            name="lapsed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="bid",
            name="reminded_amendment",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="bid",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("sealed", "sealed"),
                    ("withdrawn", "withdrawn"),
                    ("lapsed", "lapsed"),
                    ("opened", "opened"),
                    ("valid", "valid"),
                    ("disqualified", "disqualified"),
                    ("awarded", "retained"),
                    ("not_awarded", "not retained"),
                ],
                default="draft",
                max_length=15,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bid",
            trigger=pgtrigger.compiler.Trigger(
                name="bid_status_follows_the_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{awarded:not_awarded,draft:sealed,not_awarded:awarded,opened:disqualified,opened:valid,sealed:lapsed,sealed:opened,sealed:withdrawn,valid:awarded,valid:disqualified,valid:not_awarded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="2508756f6e3a3d31aac519a40a0d6518d8a9b52e",
                    operation="UPDATE",
                    pgid="pgtrigger_bid_status_follows_the_table_126be",
                    table="tenders_bid",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="bid",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lapsed_at__isnull", False), ("status__in", ["lapsed"])),
                    models.Q(
                        models.Q(("status__in", ["lapsed"]), _negated=True),
                        ("lapsed_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="bid_lapsed_has_its_moment",
            ),
        ),
    ]
