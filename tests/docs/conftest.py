"""What the tests of the pages share."""

from __future__ import annotations

import pytest


@pytest.fixture
def renew_docs(request: pytest.FixtureRequest) -> bool:
    """Whether pages are to be written again instead of compared."""
    return bool(request.config.getoption("--renew-docs"))
