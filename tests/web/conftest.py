from collections.abc import AsyncIterator

import pytest

from tests.web.signed_requests import Door


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    yield door
    if door.app is not None:
        await door.app.settle(within=60)
