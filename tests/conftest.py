"""What every test finds in place."""

import pytest
from django.conf import settings

from marketplace.sealing import master


def pytest_configure(config: pytest.Config) -> None:
    master.create(settings.SEALING_MASTER_KEY_FILE)
