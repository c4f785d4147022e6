"""A change whose private fields can't be decrypted ends, and its member is told once."""

import sqlalchemy as sa

from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX


async def test_a_change_that_cannot_be_decrypted_ends_and_its_member_is_told(play: Testbed) -> None:
    priya = play.slack.member("priya")
    assert play.app is not None
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **SIX, access_details="Key safe 4471")
    play.propops.revoke("Priya Shah")
    await priya.submit(form)
    await play.slack.until(lambda: priya.dms or None, why="the link is asked for")
    await play.app.stores.database.call(
        lambda connection: (
            connection.execute(
                sa.text(
                    "UPDATE changes SET encrypted = x'00' WHERE seq = (SELECT max(seq) FROM changes)"
                )
            ).rowcount
        )
    )
    await play.link("priya", "Priya Shah")

    def told() -> bool | None:
        heard = [message.text for message in priya.dms]
        shown = str(priya.top.blocks) if priya.top else ""
        return any("can't be read" in text for text in [*heard, shown]) or None

    await play.slack.until(told, why="the member is told")
    [change] = await play.app.stores.changes.recent()
    assert change.state == "failed"
    assert play.propops.writes == []
