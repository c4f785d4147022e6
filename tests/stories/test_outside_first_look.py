"""What others do to a job that has just been raised is told too, before any comparison."""

import pytest

from bot.sandbox.testbed import Testbed
from tests.stories.acting import raised
from tests.stories.comparing import compare, told

pytestmark = pytest.mark.testbed(cards_refresh_seconds=0)


async def test_before_the_first_comparison(play: Testbed) -> None:
    card = await raised(play)
    job = play.propops.jobs[-1]
    contractor = int(play.propops.rows("contractors")[0]["ID"])
    play.propops.edit(
        str(job["job_ref"]),
        by="Tom Reilly",
        date_works_start_date="2026-12-03",
        contractor_id=contractor,
    )
    play.propops.add_note(str(job["job_ref"]), "Tom Reilly", "ring first")
    await compare(play)
    (message,) = told(play, card)
    assert "Works start" in message.text
    assert "Contractor" in message.text
    assert "New note: Tom Reilly" in message.text
