"""The public window at three sizes: pages, searches, bids, files, bytes, slow clients beside."""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import brotli

from marketplace.devstack.processes import Family
from marketplace.devstack.progress import step
from tests.bench.costs import Cost, Meter
from tests.bench.cpu import resident_megabytes
from tests.bench.driver import drive, fetch
from tests.bench.public_addresses import Page, pages_of
from tests.bench.public_beside import EXPORT, Download, monthly_file, slowed
from tests.bench.public_growth import entering, files
from tests.bench.report import Finding
from tests.bench.servers import (
    BEHIND_TLS,
    Web,
    fresh_database,
    python,
    site_environment,
    start_site,
    trial_data,
)

# BENCH_TENDERS=10000 measures one size, sooner.
SIZES = [int(size) for size in os.environ.get("BENCH_TENDERS", "10000,100000,1000000").split(",")]
ROUNDS = 5
GROWTH = 1.2  # P6
LARGE = 100_000  # calls: the months of fewer are over before COPY has got going


@dataclass(frozen=True)
class Market:
    """A site with so many calls, and its pages by name."""

    size: int
    web: Web
    url: str
    environment: Mapping[str, str]
    pages: Mapping[str, Page]


def run(family: Family) -> Iterator[Finding]:
    meter = Meter(family)
    markets = [_market(family, meter, size) for size in SIZES]
    for name in markets[0].pages:
        yield from _page(meter, markets, name)
    yield from entering(family, {market.size: market.url for market in markets})
    monthly = monthly_file(family, markets[0].web.port)
    for market in markets:
        yield from _searches(market)
        if market.size >= LARGE:
            yield from files(market.size, market.environment)
        yield from [*_beside(market, monthly), *_bytes(market), _memory(market)]


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
            _warm(market, name)
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


def _warm(market: Market, name: str) -> None:
    """Each address once: what is kept where all processes share it, is kept."""
    headers, paths = _headers(market, name), market.pages[name].paths
    with ThreadPoolExecutor(4) as pool:
        for _answer in pool.map(lambda path: fetch(market.web.port, path, headers), paths):
            pass
    drive(market.web.port, paths, headers, 1)


def _cost(meter: Meter, market: Market, name: str) -> Cost:
    return meter.cost(market.web, market.pages[name].paths, _headers(market, name))


def _headers(market: Market, name: str) -> Mapping[str, str]:
    return {**BEHIND_TLS, **market.pages[name].headers}


def _searches(market: Market) -> list[Finding]:
    """P5: the SQL of searches over all calls, class by class, p95 and the slowest."""
    with step(f"search in SQL, {market.size:,}"):
        taken = json.loads(python(market.environment, "-m", "tests.bench.public_search"))
    findings = []
    for name, milliseconds in taken.items():
        high = sorted(milliseconds)[int(0.95 * len(milliseconds))]
        findings.append(Finding(f"P5 {name}, {market.size:,}, p95", "ms SQL", [high], 30))
        findings.append(
            Finding(f"P5 {name}, {market.size:,}, max", "ms SQL", [max(milliseconds)], 100)
        )
    return findings


def _beside(market: Market, monthly: Download) -> Iterator[Finding]:
    """P14: three times, each with its own time without."""
    paths, web = market.pages["P1 calls"].paths, market.web.port
    for what, download, most in (
        ("downloads by nginx", monthly, 2.0),
        ("exports made on the way", Download(web, EXPORT), None),
    ):
        with step(f"lists beside {what}, {market.size:,}"):
            ratios = [slowed(web, paths, BEHIND_TLS, download) for _ in range(3)]
        yield Finding(f"P14 list beside four {what}, {market.size:,}", "× p99", ratios, most)


def _bytes(market: Market) -> list[Finding]:
    """P19: what goes over the wire when nginx compresses: a list; styles and script."""
    list_page = fetch(market.web.port, "/en/awards/", BEHIND_TLS)
    assets = re.findall(rb'(?:href|src)="(/static/(?:css|js)/house[^"]+)"', list_page)
    own = sum(
        len(brotli.compress(fetch(market.web.port, path.decode(), BEHIND_TLS)))
        for path in set(assets)
    )
    return [
        Finding(f"P19 list, brotli, {market.size:,}", "kB", [_kilobytes(list_page)], 10),
        Finding(f"P19 styles and script, brotli, {market.size:,}", "kB", [own / 1000], 60),
    ]


def _kilobytes(page: bytes) -> float:
    return len(brotli.compress(page, quality=5)) / 1000


def _memory(market: Market) -> Finding:
    pid = market.web.child.process.pid
    return Finding(f"memory of web, {market.size:,}", "MB PSS", [resident_megabytes(pid)])
