"""`make chaos` in short: the real program in its own process, killed, between faulty sandboxes."""

from pathlib import Path

from tests.chaos.bot_process import POINTS
from tests.chaos.run import ChaosRun

DEADLY = ["accept.after", "PropOps at work", "write.after", "record.before", "post.after"]
"""Where a naive bot loses or doubles most."""


async def test_killed_and_lied_to_it_does_everything_once(
    database_url: str, tmp_path: Path
) -> None:
    assert set(DEADLY) <= set(POINTS)
    report = await ChaosRun(tmp_path, database_url, changes=24, kills=2, points=DEADLY).run()
    assert (report.doubled, report.lost, report.cards_wrong) == ([], [], [])
    assert report.kills >= len(DEADLY) + 2  # and a second turn for a point it did not come to
    assert report.once + report.unknown == 24
