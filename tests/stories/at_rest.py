"""Nothing is under way any more: only then is what did not happen known not to happen."""

from bot.sandbox.testbed import Testbed
from tests.waiting import until


async def at_rest(play: Testbed) -> None:
    """Until all that people have asked for is done: events, the work of listeners after their ack, and runs.

    What waits for somebody, or for a later moment, goes on waiting.
    """
    app = play.app
    assert app is not None

    async def is_quiet() -> bool:
        await play.slack.settled()
        await app.bolt.settle(within=60)
        await app._listeners.background.close(within=60)
        await app.engine.idle()
        due, _ = await app.stores.changes.due_and_next(play.clock(), 1)
        return not due and not app.flows.dispatcher.busy

    await until(is_quiet)
