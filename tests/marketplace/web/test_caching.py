"""Without Redis the cache is smaller and local, and nothing breaks."""

import pytest

from marketplace.devstack import valkey
from marketplace.devstack.places import Place
from marketplace.devstack.processes import Family
from marketplace.web.caching import ForgivingCache


@pytest.fixture
def nowhere(tmp_path):
    return ForgivingCache(f"unix://{tmp_path / 'no-such-socket'}", {})


@pytest.fixture
def valkey_url(tmp_path):
    family = Family(Place(tmp_path))
    yield valkey.addresses(valkey.start(family))["REDIS_URL"]
    family.stop()


def exercise(cache):
    cache.clear()
    answers = [cache.add("rate", 1, 60), cache.add("rate", 1, 60), cache.incr("rate")]
    cache.set("name", "value", 60)
    answers += [cache.get("name"), "name" in cache, cache.touch("name", 60)]
    return [*answers, cache.delete("name"), cache.get("name", "gone")]


EXPECTED = [True, False, 2, "value", True, True, True, "gone"]


def test_it_counts_in_redis(valkey_url):
    assert exercise(ForgivingCache(valkey_url, {})) == EXPECTED


def test_two_processes_share_what_redis_holds(valkey_url):
    ForgivingCache(valkey_url, {}).set("shared", 1)

    assert ForgivingCache(valkey_url, {}).get("shared") == 1


def test_it_counts_in_memory_when_redis_is_away(nowhere):
    assert exercise(nowhere) == EXPECTED
