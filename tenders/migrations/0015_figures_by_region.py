"""Where the firms that win are: one more materialised view, made anew with the others."""

from django.db import migrations, models

# A row per year, buyer and category, and for all of each, by the winner's region; 0 and '' mean
# all, '-' no category, as in tenders_marketfigure.
REGIONS = """
CREATE MATERIALIZED VIEW tenders_regionfigure AS
WITH fact AS (
    SELECT *, coalesce(nullif(category, ''), '-') AS kind
    FROM tenders_callfact WHERE amount IS NOT NULL
), figure AS (
    SELECT coalesce(year, 0) AS year, coalesce(buyer_id, 0) AS buyer_id,
           coalesce(kind, '') AS category, region,
           count(*) AS awards,
           sum(amount) AS amount,
           count(DISTINCT vendor_id) AS winners,
           count(*) FILTER (WHERE is_new_winner) AS new_winners,
           count(*) FILTER (WHERE is_small) AS small_winners,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY days_to_award) AS days_to_award
    FROM fact GROUP BY region, CUBE (year, buyer_id, kind)
)
SELECT concat_ws('/', year, buyer_id, category, region) AS id, figure.* FROM figure;
CREATE UNIQUE INDEX regionfigure_slice
    ON tenders_regionfigure (year, buyer_id, category, region);
"""
REFRESH = """
CREATE OR REPLACE FUNCTION refresh_insights() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    REFRESH MATERIALIZED VIEW CONCURRENTLY public.tenders_callfact;
    REFRESH MATERIALIZED VIEW CONCURRENTLY public.tenders_marketfigure;
{regions}    REFRESH MATERIALIZED VIEW CONCURRENTLY public.tenders_signal;
END
$$;
"""
WITH_REGIONS = REFRESH.format(
    regions="    REFRESH MATERIALIZED VIEW CONCURRENTLY public.tenders_regionfigure;\n"
)
UNDO = REFRESH.format(regions="") + "DROP MATERIALIZED VIEW tenders_regionfigure;"


class Migration(migrations.Migration):
    dependencies = [
        ("tenders", "0014_past_notices"),
    ]

    operations = [
        migrations.RunSQL(REGIONS + WITH_REGIONS, UNDO),
        migrations.CreateModel(
            name="RegionFigure",
            fields=[
                ("id", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("year", models.IntegerField()),
                ("buyer_id", models.BigIntegerField()),
                ("category", models.CharField(max_length=8)),
                ("awards", models.IntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                ("winners", models.IntegerField()),
                ("new_winners", models.IntegerField()),
                ("small_winners", models.IntegerField()),
                ("days_to_award", models.FloatField(null=True)),
                ("region", models.CharField(max_length=2)),
            ],
            options={"db_table": "tenders_regionfigure", "managed": False},
        ),
    ]
