"""What is left of the sandbox PropOps when its server has gone."""

import asyncio
import contextlib
import gc
import socket
import warnings

import pytest

from bot.sandbox.propops import SandboxPropOps


@pytest.mark.parametrize("turns", range(4))
def test_a_connection_that_is_being_made_when_it_leaves_is_closed(turns: int) -> None:
    async def connect_and_leave() -> None:
        with contextlib.closing(socket.socket()) as client:
            async with SandboxPropOps().serving() as url:
                client.setblocking(False)
                with contextlib.suppress(BlockingIOError):
                    client.connect(("127.0.0.1", int(url.rpartition(":")[2])))
                for _ in range(turns):
                    await asyncio.sleep(0)

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        asyncio.run(connect_and_leave())
        gc.collect()
    assert [str(each.message) for each in told] == []
