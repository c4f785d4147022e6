"""A preview under a link follows its job while it is recent, and is a snapshot after that."""

from pathlib import Path

import pytest

from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock, updated
from tests.stories.pasted import SITE, page, shared, shown, told, unfurls

pytestmark = pytest.mark.testbed(propops_job_url=SITE + "/jobs/{uuid}")


async def test_a_change_made_here_is_on_the_preview_too(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))
    await updated(play, job_title="Boiler leaks")

    await play.slack.until(lambda: "Boiler leaks" in shown(message) or None, why="the new title")
    assert len(message.previews) == 1


async def test_a_change_made_in_propops_comes_with_the_next_look(play: Testbed) -> None:
    message = await shared(play, f"{page(play, 'JOB-003')} {page(play, 'JOB-004')}")
    play.propops.edit("JOB-003", by="Sam", job_title="Changed there")
    assert play.app is not None
    previews = play.app.flows.cards.previews
    await previews.refresh_recent()
    assert "Changed there" in shown(message)
    calls = len(unfurls(play))
    await previews.refresh_recent()

    assert len(unfurls(play)) == calls  # nothing new, nothing sent
    assert len(message.previews) == 2


async def test_a_deleted_job_is_no_longer_shown(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))
    play.propops.delete("JOB-003")
    assert play.app is not None
    await play.app.flows.cards.previews.refresh_recent()

    assert "no longer visible in PropOps" in shown(message)
    assert "JOB-003" not in shown(message)
    assert message.previews[0].entity is None


async def test_of_who_has_unlinked_a_preview_stays_and_is_looked_at_no_more(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))
    assert play.app is not None
    await play.app.stores.tokens.remove(play.member("priya"))
    play.propops.edit("JOB-003", by="Sam", job_title="Changed there")
    previews = play.app.flows.cards.previews
    await previews.refresh_recent()
    await previews.refresh_recent()

    assert "Changed there" not in shown(message)
    assert previews.found is False


async def test_an_old_preview_is_a_snapshot(play: Testbed, clock: Clock) -> None:
    message = await shared(play, page(play, "JOB-003"))
    clock.ahead = 8 * 86_400.0
    await updated(play, job_title="Boiler leaks")
    await told(play)
    assert play.app is not None
    await play.app.flows.retention.run()

    assert "Boiler leaks" not in shown(message)
    assert (
        await play.app.stores.link_previews.in_message(message.team, message.channel, message.ts)
        == []
    )


async def test_a_channel_shared_later_loses_the_amounts_of_its_previews(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Sam", job_total_budget=7501)
    message = await shared(play, page(play, "JOB-003"))
    assert "7,501" in shown(message)
    play.slack.channel("maintenance").is_shared = True
    await play.slack.emit(
        {"type": "channel_shared", "connected_team_id": "E163Q94DX", "channel": play.channel()}
    )

    await play.slack.until(lambda: "7,501" not in shown(message) or None, why="no amount")
    assert "7,501" not in str(message.previews[0].entity)


async def test_refresh_under_a_preview_brings_it_up_to_date(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))
    play.propops.edit("JOB-003", by="Sam", job_title="Changed there")
    play.slack.member("priya").refresh_previews(message)
    await told(play)

    assert "Changed there" in shown(message)
    assert len(message.previews) == 1


async def test_a_deleted_message_is_forgotten(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))
    play.slack.workspace.remove(message)
    play.propops.edit("JOB-003", by="Sam", job_title="Changed there")
    assert play.app is not None
    previews = play.app.flows.cards.previews
    await previews.refresh_recent()
    await previews.refresh_recent()

    assert previews.found is False


async def test_what_else_is_in_a_link_lies_in_no_database_in_clear(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003", "?tab=CANARY4471"))
    assert play.app is not None
    [kept] = await play.app.stores.link_previews.in_message(
        message.team, message.channel, message.ts
    )
    assert kept.url.endswith("CANARY4471")
    await play.stop_bot()

    folder = Path(str(play.settings.sqlite_path)).parent
    assert not [each for each in folder.glob("*.db*") if b"CANARY4471" in each.read_bytes()]
