"""The public window at three sizes: lists, calls, home, search, bytes, and slow clients beside."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.devstack.processes import Family
from marketplace.devstack.progress import step
from tests.bench.costs import Cost, Meter
from tests.bench.cpu import resident_megabytes
from tests.bench.driver import drive
from tests.bench.public_addresses import Page, pages_of
from tests.bench.report import Finding
from tests.bench.servers import (
    BEHIND_TLS,
    Web,
    fresh_database,
    site_environment,
    start_site,
    trial_data,
)

# BENCH_TENDERS=10000 measures one size, sooner.
SIZES = [int(size) for size in os.environ.get("BENCH_TENDERS", "10000,100000,1000000").split(",")]
ROUNDS = 5
GROWTH = 1.2  # P6


@dataclass(frozen=True)
class Market:
    """A site with so many calls, and its pages by name."""

    size: int
    web: Web
    url: str
    environment: Mapping[str, str]
    pages: Mapping[str, Page]


def run(family: Family) -> list[Finding]:
    meter = Meter(family)
    markets = [_market(family, meter, size) for size in SIZES]
    findings = [found for name in markets[0].pages for found in _page(meter, markets, name)]
    return [*findings, *(_memory(market) for market in markets)]


def _market(family: Family, meter: Meter, size: int) -> Market:
    with step(f"{size:,} calls"):
        url = fresh_database(meter.server, f"bench_{size}")
        trial_data(family, url, "load_scale", f"--tenders={size}")
        environment = site_environment(family, url)
        web = start_site(family, f"site-{size}", environment)
    return Market(size, web, url, environment, pages_of(url))


def _page(meter: Meter, markets: Sequence[Market], name: str) -> list[Finding]:
    """ROUNDS times in turn: the reference, then each size."""
    with step(name):
        for market in markets:
            drive(market.web.port, market.pages[name].paths, _headers(market, name), 1)  # warm
        rounds = [
            (meter.unit(), [_cost(meter, market, name) for market in markets])
            for _ in range(ROUNDS)
        ]
    page, largest = markets[0].pages[name], len(markets) - 1
    findings = [
        Finding(
            f"{name}, {market.size:,}",
            "HU",
            [costs[place].cpu / unit.cpu for unit, costs in rounds],
            page.most_hu,
        )
        for place, market in enumerate(markets)
    ]
    if largest:
        growth = [costs[largest].cpu / costs[0].cpu for _, costs in rounds]
        findings.append(Finding(f"{name}, growth", "× CPU", growth, GROWTH))
    asked = [costs[largest].statements for _, costs in rounds]
    rate = [costs[largest].rate / unit.rate for unit, costs in rounds]
    return [
        *findings,
        Finding(f"{name}, statements", "a request", asked, page.most_statements),
        Finding(f"{name}, requests", "× bare view", rate),
    ]


def _cost(meter: Meter, market: Market, name: str) -> Cost:
    return meter.cost(market.web, market.pages[name].paths, _headers(market, name))


def _headers(market: Market, name: str) -> Mapping[str, str]:
    return {**BEHIND_TLS, **market.pages[name].headers}


def _memory(market: Market) -> Finding:
    pid = market.web.child.process.pid
    return Finding(f"memory of web, {market.size:,}", "MB PSS", [resident_megabytes(pid)])
