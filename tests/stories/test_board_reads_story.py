"""What a board asks PropOps for: who raised a job only where there is one that it did not know."""

from bot.sandbox.testbed import Testbed
from tests.stories.acting import asked
from tests.stories.boards import emptied, reopened
from tests.waiting import until


async def read(play: Testbed, who: str = "priya") -> list[str]:
    """Their own board, read anew; the references on it, and in the end how many lists were asked for."""
    assert play.app is not None
    before = len(play.propops.requests)
    found = await play.app.flows.board.boards.read(play.member(who), fresh=True)
    lists = [each for each in list(play.propops.requests)[before:] if each["action"] == "list"]
    refs = [row.job.job_ref for row in found.board.rows if row.job is not None]
    return [*refs, str(len([each for each in lists if each["path"] == "/api/jobs/manage"]))]


async def test_who_raised_jobs_is_asked_for_again_only_with_others_than_before(
    play: Testbed,
) -> None:
    emptied(play)
    raiser = {ref: play.propops.commits(ref)[0]["created_by_name"] for ref in play_refs(play)}
    own = [ref for ref, name in raiser.items() if name == "Priya Shah"]
    reopened(play, own[0], contractor_id=None)
    cold = await read(play)
    assert cold[0] == own[0]
    warm = await read(play)
    assert warm[0] == own[0]
    assert int(warm[-1]) < int(cold[-1])
    reopened(play, own[1], contractor_id=None)
    assert set((await read(play))[:-1]) == set(own[:2])


async def test_a_job_of_theirs_that_another_changed_since_is_still_theirs(play: Testbed) -> None:
    emptied(play)
    raiser = {ref: play.propops.commits(ref)[0]["created_by_name"] for ref in play_refs(play)}
    own = next(ref for ref, name in raiser.items() if name == "Priya Shah")
    assert (await read(play))[:-1] == []
    reopened(play, own, contractor_id=None)
    await asked(play, "restore_commit", own, commit_id=play.propops.commits(own)[-1]["commit_id"])
    assert play.app is not None
    boards = play.app.flows.board.boards
    await until(lambda: play.propops.writes)
    await boards.read(play.member("priya"), changed=[play.propops.job(own)["uuid"]])
    assert (await read(play))[:-1] == [own]


def play_refs(play: Testbed) -> list[str]:
    return [str(job["job_ref"]) for job in play.propops.jobs]
