"""What may befall one of two bots, or their database, while changes are at work."""

import asyncio
import signal

from tests.postgres import Postgres
from tests.replicas.pair import Pair


async def upgrade(two: Pair) -> None:
    """One is stopped, and a newer one started."""
    two.running[0].send_signal(signal.SIGTERM)
    await two.start()
    assert await two.running[0].wait() == 0


async def kill(two: Pair) -> None:
    two.running[0].send_signal(signal.SIGKILL)


async def freeze(two: Pair) -> None:
    two.running[0].send_signal(signal.SIGSTOP)


def thaw(two: Pair) -> None:
    two.running[0].send_signal(signal.SIGCONT)


async def restart(two: Pair, postgres: Postgres) -> None:
    """Of the database: bots that lost it end, and are started again as their supervisor does."""
    await asyncio.to_thread(postgres.halt)
    await asyncio.to_thread(postgres.resume)
    codes = [await asyncio.wait_for(each.wait(), 60) for each in two.running]
    assert codes == [1, 1]  # so that a supervisor starts them again
    await two.start()


async def retry(two: Pair) -> None:
    """Slack did not hear the answers of one, and asks the other the same once more."""
    two.to_bot(two.ports[1])
    for delivery in tuple(two.sent):
        assert (await two.slack.redeliver(delivery)).status == 200
