"""Data retention: what is deleted, and when."""

from bot.sandbox.testbed import Testbed
from tests.stories.acting import raised


async def test_ended_changes_are_emptied_and_drafts_dropped_in_time(play: Testbed) -> None:
    await raised(play, access_details="Key safe 4471")
    assert play.app is not None
    [change] = await play.app.stores.changes.recent(1)
    retention = play.app.flows.retention
    assert (await retention.run())["changes"] == 0
    assert change.finished_at is not None
    await play.app.stores.changes.put(change.id, finished_at=change.finished_at - 8 * 86400)
    assert (await retention.run())["private"] == 1
    kept = await play.app.stores.changes.get(change.id)
    assert kept is not None
    assert "access_details" not in kept.fields
    assert kept.fields["job_title"] == "Boiler not firing"
    await play.app.stores.changes.put(change.id, finished_at=change.finished_at - 366 * 86400)
    assert (await retention.run())["changes"] == 1
    emptied = await play.app.stores.changes.get(change.id)
    assert emptied is not None
    assert emptied.fields == {}
