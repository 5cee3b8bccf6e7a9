"""What tests of the calls share as fixtures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def no_sealer(settings: Settings, tmp_path: Path) -> Callable[[], None]:
    """Call it, and there is no sealer any more."""

    def stop() -> None:
        settings.SEALING_CUSTODY = "marketplace.sealing.client.SealerClient"
        settings.SEALER_SOCKET = str(tmp_path / "nobody")

    return stop
