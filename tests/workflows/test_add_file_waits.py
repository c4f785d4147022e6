"""How long a file waits for Slack: some tries, then its member is asked to send it again."""

import pytest

from bot.jobs.attached_files import AttachedFile
from bot.jobs.change import Change, Member, Place
from bot.jobs.file_batch import FILE
from bot.jobs.outcome import SLACK_AWAY, Outcome
from bot.media.cleaning import FileCleaner
from bot.slack.files import FileNotYet
from bot.workflows.outcome import RunResult
from bot.workflows.writes.add_file import AGAIN_IN, AddFile

PHOTO = AttachedFile("F1", "wall.jpg")


class Away:
    async def fetch(self, file: AttachedFile) -> bytes:
        raise FileNotYet(f"Slack isn't giving me {file.name}.")


async def tried(outcome: Outcome) -> RunResult:
    write = AddFile("add_photo", Away(), FileCleaner())
    change = Change("S-1", "k", "add_photo", Member("", "T1", "U1"), Place(channel="C1"))
    upload = await write.upload(change.but(target={FILE: PHOTO.to_json()}, outcome=outcome))
    assert isinstance(upload, RunResult)
    return upload


@pytest.mark.parametrize("tries", range(len(AGAIN_IN)))
async def test_it_waits_a_little_longer_each_time(tries: int) -> None:
    result = await tried(Outcome("down", SLACK_AWAY, failures=tries))
    assert (result.state, result.outcome.said, result.due_in) == (
        "asked", SLACK_AWAY, AGAIN_IN[tries]
    )  # fmt: skip


async def test_waiting_for_propops_before_costs_no_try() -> None:
    result = await tried(Outcome("down", "PropOps is away", failures=99))
    assert result.due_in == AGAIN_IN[0]


async def test_in_the_end_its_member_is_asked() -> None:
    result = await tried(Outcome("down", SLACK_AWAY, failures=len(AGAIN_IN)))
    assert (result.state, result.outcome.said) == ("failed", "Slack isn't giving me wall.jpg.")
