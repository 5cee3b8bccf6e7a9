"""What the operator is told of the disk at ``/readyz``."""

import pytest

from marketplace.files.health import readiness
from tests.plumbing.disks import NotAllowed, small_disk


@pytest.fixture(autouse=True)
def disk(tmp_path, settings):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.DISK_LOW_BYTES = 0
    return settings.PRIVATE_ROOT


def test_a_disk_that_takes_a_file_works_and_keeps_nothing_of_the_trial(disk):
    assert readiness() == "disk: working"
    assert list(disk.iterdir()) == []


def test_little_room_is_told_before_there_is_none(settings):
    settings.DISK_LOW_BYTES = 10**18

    assert readiness().startswith("disk: low: ")
    assert readiness().endswith(" MB left")


def test_a_slow_disk_is_told(settings):
    settings.DISK_SLOW_SECONDS = 0.0

    assert readiness().startswith("disk: slow: a small write took ")


def test_a_full_disk_is_told_until_there_is_room_again(tmp_path, settings):
    try:
        with small_disk(tmp_path / "disk", megabytes=1) as disk:
            settings.PRIVATE_ROOT = disk.path
            disk.fill()
            full = readiness()
            disk.free()
            assert (full, readiness()) == (
                "disk: full: no file is taken, and mail waits",
                "disk: working",
            )
    except NotAllowed as reason:
        pytest.skip(str(reason))


def test_a_disk_that_cannot_be_written_is_told(disk):
    disk.write_text("not a folder")

    assert readiness() == "disk: cannot be written: File exists"
