import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from marketplace.sealing import master
from marketplace.sealing.master import MasterKey, load


@pytest.fixture
def path(tmp_path):
    master.create(tmp_path / "keys" / "master.key")
    return tmp_path / "keys" / "master.key"


def test_only_its_owner_can_read_a_new_master_key(path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_master_key_is_never_overwritten(path):
    before = path.read_bytes()
    assert master.create(path) is False
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_of_eight_processes_that_make_it_at_once_one_does(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: master.create(tmp_path / "master.key"), range(8)))
    assert sorted(made) == [False] * 7 + [True]
    assert os.listdir(tmp_path) == ["master.key"]


def test_a_secret_opens_in_its_own_context_only(path):
    sealed = load(path).seal(b"secret", context=b"row 1")
    assert load(path).open(sealed, context=b"row 1") == b"secret"
    with pytest.raises(ImproperlyConfigured, match="does not belong to its row"):
        load(path).open(sealed, context=b"row 2")


def test_another_master_key_says_that_it_is_another(path, tmp_path):
    sealed = load(path).seal(b"secret", context=b"row 1")
    master.create(tmp_path / "other.key")
    with pytest.raises(ImproperlyConfigured, match="another sealing master key"):
        load(tmp_path / "other.key").open(sealed, context=b"row 1")


def test_a_missing_master_key_says_how_to_make_one(tmp_path):
    with pytest.raises(ImproperlyConfigured, match=r"restore_key.*make_master_key"):
        load(tmp_path / "none.key")


def test_a_short_master_key_is_refused(tmp_path):
    (tmp_path / "short.key").write_bytes(b"too short")
    (tmp_path / "short.key").chmod(0o600)
    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        load(tmp_path / "short.key")


def test_a_master_key_that_everybody_can_read_is_refused(path):
    path.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="0600"):
        load(path)


def test_after_a_rotation_the_new_key_wraps_and_the_old_one_still_opens(path):
    old = load(path)
    sealed = old.seal(b"secret", context=b"row 1")

    rotated = master.rotate(path)

    assert rotated.ids[1:] == old.ids
    assert rotated.open(sealed, context=b"row 1") == b"secret"
    fresh = rotated.seal(b"secret", context=b"row 1")
    assert load(path).open(fresh, context=b"row 1") == b"secret"
    with pytest.raises(ImproperlyConfigured, match="another sealing master key"):
        old.open(fresh, context=b"row 1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_no_master_key_never_takes_the_place_of_one(path):
    before = path.read_bytes()
    with pytest.raises(ImproperlyConfigured):
        master.write(path, b"too short")
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_a_key_that_is_no_key_is_refused():
    with pytest.raises(ImproperlyConfigured):
        MasterKey(b"")
