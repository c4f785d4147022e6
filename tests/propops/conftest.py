"""The client against the sandbox, over a real connection."""

from collections.abc import AsyncIterator

import pytest

from bot.propops.client import PropOpsClient
from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.sandbox.propops import SandboxPropOps
from tests.propops.scripted import NAMES


@pytest.fixture
def sandbox() -> SandboxPropOps:
    return SandboxPropOps()


@pytest.fixture
async def gateway(sandbox: SandboxPropOps) -> AsyncIterator[Gateway]:
    async with sandbox.serving() as url:
        gateway = Gateway(Transport(url, 2), NAMES)
        yield gateway
        await gateway.aclose()


@pytest.fixture
def priya(sandbox: SandboxPropOps, gateway: Gateway) -> PropOpsClient:
    return gateway.as_person(sandbox.token_for("Priya Shah"))
