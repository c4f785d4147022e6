"""Programs of ours in processes of their own. They take a free port and log which, as JSON."""

import asyncio
import json


def port_in(line: bytes) -> int | None:
    """The port, if this line of the log says that the program is ready. Raises ValueError at its end."""
    if not line:
        raise ValueError("the program ended before it was ready")
    try:
        entry = json.loads(line)
    except json.JSONDecodeError:  # what is said before the log is set up
        return None
    return int(entry["port"]) if entry["event"] == "ready" else None


async def ready_port(log: asyncio.StreamReader) -> int:
    """The port, once the program is ready. Raises ValueError when it ends first."""
    async with asyncio.timeout(60):
        while (port := port_in(await log.readline())) is None:
            pass
    return port
