"""The client against the sandbox, over a real connection."""

from collections.abc import AsyncIterator

import pytest

from bot.propops.client import PropOpsClient
from bot.propops.http.transport import Transport
from bot.sandbox.propops import SandboxPropOps
from tests.propops.scripted import NAMES


@pytest.fixture
def sandbox() -> SandboxPropOps:
    return SandboxPropOps()


@pytest.fixture
async def transport(sandbox: SandboxPropOps) -> AsyncIterator[Transport]:
    async with sandbox.serving() as url:
        transport = Transport(url, NAMES, 2)
        yield transport
        await transport.aclose()


@pytest.fixture
def priya(sandbox: SandboxPropOps, transport: Transport) -> PropOpsClient:
    return transport.as_person(sandbox.token_for("Priya Shah"))
