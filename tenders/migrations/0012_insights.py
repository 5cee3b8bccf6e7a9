"""Three materialised views: what happened to each call, the market in figures, signals to look at."""

from django.db import migrations, models

# One row per published call. Bids count once they were opened; `second` is the lowest valid price
# of the firms that did not win, `lowest` the lowest of all, valid or not.
CALLS = """
CREATE MATERIALIZED VIEW tenders_callfact AS
WITH offer AS (
    SELECT tender_id,
           count(*) AS bids,
           count(*) FILTER (WHERE status = 'disqualified') AS disqualified,
           count(amount) FILTER (WHERE status <> 'disqualified') AS priced,
           count(DISTINCT amount) FILTER (WHERE status <> 'disqualified') AS prices,
           min(amount) AS lowest,
           min(amount) FILTER (WHERE status = 'disqualified') AS lowest_disqualified,
           min(amount) FILTER (WHERE status IN ('opened', 'valid', 'not_awarded')) AS second
    FROM tenders_bid
    WHERE status IN ('opened', 'valid', 'disqualified', 'awarded', 'not_awarded')
    GROUP BY tender_id
), win AS (
    SELECT award.tender_id, award.amount, award.approved_at, bid.vendor_id,
           row_number() OVER (PARTITION BY bid.vendor_id ORDER BY award.approved_at, award.id) AS nth,
           row_number() OVER (PARTITION BY award.tender_id ORDER BY award.id DESC) AS latest
    FROM tenders_award AS award
    JOIN tenders_bid AS bid ON bid.id = award.bid_id
    WHERE award.status IN ('approved', 'final')
)
SELECT tender.id AS tender_id,
       extract(year FROM tender.published_at AT TIME ZONE 'America/Toronto')::int AS year,
       tender.published_at,
       tender.buyer_id,
       coalesce(tender.main_category_id, '') AS category,
       tender.status,
       tender.budget,
       extract(epoch FROM tender.submission_deadline - tender.published_at) / 86400.0 AS days_open,
       offer.bids, offer.disqualified, offer.priced, offer.prices,
       offer.lowest, offer.lowest_disqualified, offer.second,
       win.vendor_id, win.amount, win.approved_at,
       extract(epoch FROM win.approved_at - tender.published_at) / 86400.0 AS days_to_award,
       win.nth = 1 AS is_new_winner,
       vendor.size IN ('micro', 'sme') AS is_small,
       coalesce(vendor.region, '') AS region
FROM tenders_tender AS tender
LEFT JOIN offer ON offer.tender_id = tender.id
LEFT JOIN win ON win.tender_id = tender.id AND win.latest = 1
LEFT JOIN vendors_vendor AS vendor ON vendor.id = win.vendor_id
WHERE tender.published_at IS NOT NULL;
CREATE UNIQUE INDEX callfact_tender ON tenders_callfact (tender_id);
"""
# A row per year, buyer and category, and for all of each: 0 and '' mean all, '-' no category.
FIGURES = """
CREATE MATERIALIZED VIEW tenders_marketfigure AS
WITH fact AS (
    SELECT *, coalesce(nullif(category, ''), '-') AS kind FROM tenders_callfact
), share AS (
    SELECT coalesce(year, 0) AS year, coalesce(buyer_id, 0) AS buyer_id,
           coalesce(kind, '') AS category, sum(amount) AS amount
    FROM fact WHERE amount IS NOT NULL
    GROUP BY vendor_id, CUBE (year, buyer_id, kind)
), concentration AS (
    SELECT year, buyer_id, category,
           sum(amount * amount) / nullif(sum(amount) * sum(amount), 0) AS concentration
    FROM share GROUP BY year, buyer_id, category
), figure AS (
    SELECT coalesce(year, 0) AS year, coalesce(buyer_id, 0) AS buyer_id,
           coalesce(kind, '') AS category,
           count(*) AS calls,
           count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
           count(*) FILTER (WHERE status = 'unsuccessful') AS unsuccessful,
           count(bids) AS opened,
           coalesce(sum(bids), 0)::int AS bids,
           count(*) FILTER (WHERE bids = 1) AS single_bid,
           count(amount) AS awards,
           coalesce(sum(amount), 0) AS amount,
           count(DISTINCT vendor_id) AS winners,
           count(*) FILTER (WHERE is_new_winner) AS new_winners,
           count(*) FILTER (WHERE is_small) AS small_winners,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY days_to_award) AS days_to_award
    FROM fact GROUP BY CUBE (year, buyer_id, kind)
)
SELECT concat_ws('/', year, buyer_id, category) AS id, figure.*, concentration.concentration,
       CASE WHEN year = 0 AND buyer_id = 0 AND category = '' THEN statement_timestamp() END AS made_at
FROM figure LEFT JOIN concentration USING (year, buyer_id, category);
CREATE UNIQUE INDEX marketfigure_slice ON tenders_marketfigure (year, buyer_id, category);
CREATE INDEX marketfigure_buyer ON tenders_marketfigure (buyer_id);
CREATE INDEX marketfigure_category ON tenders_marketfigure (category);
"""
# After the indicators of the Open Contracting Partnership, by their numbers. `value` is what the
# signal was told by: days, bids, a share or dollars.
SIGNALS = """
CREATE MATERIALIZED VIEW tenders_signal AS
WITH gap AS (
    SELECT tender_id, (second - amount) / amount AS gap
    FROM tenders_callfact WHERE amount > 0 AND second IS NOT NULL
), fence AS (
    SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY gap) AS q1,
           percentile_cont(0.75) WITHIN GROUP (ORDER BY gap) AS q3
    FROM gap
), buyer AS (
    SELECT buyer_id, sum(disqualified) / sum(bids) AS share
    FROM tenders_callfact WHERE bids > 0 GROUP BY buyer_id HAVING count(*) >= 5
), buyer_fence AS (
    SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY share) AS q1,
           percentile_cont(0.75) WITHIN GROUP (ORDER BY share) AS q3
    FROM buyer
), trade AS (
    SELECT bid.vendor_id, count(*) AS processes, count(DISTINCT fact.category) AS trades
    FROM tenders_bid AS bid JOIN tenders_callfact AS fact USING (tender_id)
    WHERE bid.status IN ('opened', 'valid', 'disqualified', 'awarded', 'not_awarded')
    GROUP BY bid.vendor_id HAVING count(*) >= 20
), trade_fence AS (
    SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY trades) AS q1,
           percentile_cont(0.75) WITHIN GROUP (ORDER BY trades) AS q3
    FROM trade
), near AS (
    SELECT tender_id, published_at, count(*) OVER quarter AS calls, sum(budget) OVER quarter AS budget
    FROM tenders_callfact WHERE status NOT IN ('cancelled', 'unsuccessful') AND category <> ''
    WINDOW quarter AS (PARTITION BY buyer_id, category ORDER BY published_at
                       RANGE BETWEEN interval '90 days' PRECEDING AND CURRENT ROW)
), told AS (
    SELECT tender_id, 'R003' AS code, days_open AS value FROM tenders_callfact WHERE days_open < 10
    UNION ALL SELECT tender_id, 'R018', bids FROM tenders_callfact WHERE bids = 1
    UNION ALL SELECT tender_id, 'R024', gap FROM gap, fence WHERE gap <= q1 - 1.5 * (q3 - q1)
    UNION ALL SELECT tender_id, 'R028', priced - prices FROM tenders_callfact WHERE priced > prices
    UNION ALL SELECT tender_id, 'R035', disqualified FROM tenders_callfact
        WHERE amount IS NOT NULL AND bids > 1 AND disqualified = bids - 1
    UNION ALL SELECT tender_id, 'R036', lowest_disqualified FROM tenders_callfact
        WHERE amount IS NOT NULL AND lowest_disqualified = lowest AND amount > lowest
    UNION ALL SELECT fact.tender_id, 'R038', buyer.share FROM tenders_callfact AS fact
        JOIN buyer USING (buyer_id), buyer_fence
        WHERE fact.disqualified > 0 AND buyer.share > q3 + 1.5 * (q3 - q1)
    UNION ALL SELECT fact.tender_id, 'R048', trade.trades FROM tenders_callfact AS fact
        JOIN trade USING (vendor_id), trade_fence
        WHERE trade.trades > q3 + 1.5 * (q3 - q1)
    UNION ALL SELECT tender_id, 'R058', gap FROM gap, fence WHERE gap >= q3 + 1.5 * (q3 - q1)
    UNION ALL SELECT near.tender_id, 'SPLIT', near.budget FROM near
        JOIN reference_legalparameter AS ceiling ON ceiling.key = 'ceiling'
            AND near.published_at >= ceiling.valid_from
            AND (ceiling.valid_to IS NULL OR near.published_at < ceiling.valid_to + 1)
        WHERE near.calls > 1 AND near.budget > ceiling.value
)
SELECT concat_ws('/', tender_id, code) AS id, told.tender_id, told.code,
       told.value::numeric(14, 4) AS value, fact.year, fact.buyer_id
FROM told JOIN tenders_callfact AS fact USING (tender_id);
CREATE UNIQUE INDEX signal_once ON tenders_signal (tender_id, code);
CREATE INDEX signal_by_code ON tenders_signal (code, tender_id DESC);
"""
# The owner's right lent for one thing: the site's role may not alter what it has not made.
REFRESH = """
CREATE FUNCTION refresh_insights() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    REFRESH MATERIALIZED VIEW CONCURRENTLY public.tenders_callfact;
    REFRESH MATERIALIZED VIEW CONCURRENTLY public.tenders_marketfigure;
    REFRESH MATERIALIZED VIEW CONCURRENTLY public.tenders_signal;
END
$$;
"""
UNDO = """
DROP FUNCTION refresh_insights();
DROP MATERIALIZED VIEW tenders_signal;
DROP MATERIALIZED VIEW tenders_marketfigure;
DROP MATERIALIZED VIEW tenders_callfact;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tenders", "0011_search_reads_notices"),
        ("vendors", "0004_neq_may_be_left_blank"),
        ("reference", "0003_categories_and_parameters"),
    ]

    operations = [
        migrations.RunSQL(CALLS + FIGURES + SIGNALS + REFRESH, UNDO),
        migrations.CreateModel(
            name="MarketFigure",
            fields=[
                ("id", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("year", models.IntegerField()),
                ("buyer_id", models.BigIntegerField()),
                ("category", models.CharField(max_length=8)),
                ("calls", models.IntegerField()),
                ("cancelled", models.IntegerField()),
                ("unsuccessful", models.IntegerField()),
                ("opened", models.IntegerField()),
                ("bids", models.IntegerField()),
                ("single_bid", models.IntegerField()),
                ("awards", models.IntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                ("winners", models.IntegerField()),
                ("new_winners", models.IntegerField()),
                ("small_winners", models.IntegerField()),
                ("days_to_award", models.FloatField(null=True)),
                ("concentration", models.DecimalField(decimal_places=6, max_digits=8, null=True)),
                ("made_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "tenders_marketfigure", "managed": False},
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                ("id", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=5)),
                ("value", models.DecimalField(decimal_places=4, max_digits=14)),
                ("year", models.IntegerField()),
            ],
            options={"db_table": "tenders_signal", "managed": False},
        ),
    ]
