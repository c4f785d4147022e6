"""Work Objects that go along with a message: never a second message, never a message without its key."""

from typing import Any

import pytest

from bot.errors import CannotPost
from bot.sandbox.slack import SandboxSlack
from bot.slack.message_metadata import WorkObjects, dropped_entities
from bot.slack.messenger import Messenger
from bot.slack.web_api import Ok
from bot.views.job_entity import job_entity
from tests.slack.samples import ARCHIVED, JOBS, broken, keyed, words
from tests.views.samples import JOB, UUID

KEY = "S-1:card"


class Heard:
    """What Slack said of the entities."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    async def dropped(self, problem: str) -> None:
        self.problems.append(problem)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def shown_with(heard: Heard, *entities: dict[str, Any]) -> WorkObjects:
    return WorkObjects(KEY, entities, heard.dropped)


def entity() -> dict[str, Any]:
    made = job_entity(JOB, url=f"https://propops.example.com/jobs/{UUID}", money=True)
    assert made is not None
    return made


async def test_they_are_posted_with_the_key_and_updated_with_it(
    slack: SandboxSlack, messenger: Messenger, heard: Heard
) -> None:
    both = shown_with(heard, entity())
    ts = await messenger.post(JOBS, words("one"), key=KEY, work_objects=both)
    [shown] = keyed(slack, JOBS, KEY)
    assert (shown.ts, shown.entities) == (ts, [entity()])

    assert await messenger.update(JOBS, ts, words("two"), work_objects=both)
    assert shown.text == "two"
    assert shown.entities == [entity()]
    assert await messenger.update(JOBS, ts, words("three"), work_objects=shown_with(heard))
    assert shown.entities == []
    assert keyed(slack, JOBS, KEY) == [shown]
    assert heard.problems == []


@pytest.mark.parametrize("state", ["refused", "dropped"])
async def test_one_that_slack_does_not_take_is_one_plain_message_with_its_key(
    slack: SandboxSlack, messenger: Messenger, heard: Heard, state: Any
) -> None:
    slack.workspace.work_objects = state
    ts = await messenger.post(
        JOBS, words("hello"), key=KEY, work_objects=shown_with(heard, entity())
    )

    [shown] = keyed(slack, JOBS, KEY)
    assert (shown.ts, shown.entities) == (ts, [])
    assert shown.blocks
    assert heard.problems == ["invalid_metadata_format"]
    assert len(slack.messages("maintenance")) == 1


@pytest.mark.parametrize("state", ["refused", "dropped"])
async def test_an_update_that_slack_does_not_take_is_plain_and_keeps_its_key(
    slack: SandboxSlack, messenger: Messenger, heard: Heard, state: Any
) -> None:
    both = shown_with(heard, entity())
    ts = await messenger.post(JOBS, words("one"), key=KEY, work_objects=both)
    slack.workspace.work_objects = state
    assert await messenger.update(JOBS, ts, words("two"), work_objects=both)

    [shown] = keyed(slack, JOBS, KEY)
    assert (shown.text, shown.entities) == ("two", [])
    assert heard.problems == ["invalid_metadata_format"]


async def test_a_silent_slack_after_a_warning_costs_the_key_and_not_the_message(
    slack: SandboxSlack, messenger: Messenger, heard: Heard
) -> None:
    slack.workspace.work_objects = "dropped"
    slack.fail("chat.update", "is_archived", times=-1)
    ts = await messenger.post(
        JOBS, words("hello"), key=KEY, work_objects=shown_with(heard, entity())
    )

    [shown] = slack.messages("maintenance")
    assert shown.ts == ts


@pytest.mark.parametrize("fault", ["drop_after", "timeout_after", "http_500_after"])
async def test_a_lost_answer_is_found_also_where_slack_dropped_all_metadata(
    slack: SandboxSlack, messenger: Messenger, heard: Heard, fault: str
) -> None:
    slack.workspace.work_objects = "dropped"
    slack.fail("chat.postMessage", fault)
    ts = await messenger.post(
        JOBS, words("hello"), key=KEY, work_objects=shown_with(heard, entity())
    )

    [shown] = slack.messages("maintenance")
    assert shown.ts == ts


async def test_another_process_finds_it_too(
    slack: SandboxSlack, messenger: Messenger, heard: Heard
) -> None:
    """As after a crash between the post and the update that gives it its key."""
    slack.workspace.work_objects = "dropped"
    slack.fail("chat.update", "is_archived", times=-1)
    first = await messenger.post(
        JOBS, words("hello"), key=KEY, work_objects=shown_with(heard, entity())
    )
    slack.heal()
    messenger._posting._timestamps.clear()
    again = await messenger.post(JOBS, words("hello"), key=KEY, maybe_sent_since=0.0)

    assert again == first
    assert len(slack.messages("maintenance")) == 1


async def test_bad_blocks_go_plain_and_an_archived_channel_is_told(
    slack: SandboxSlack, messenger: Messenger, heard: Heard
) -> None:
    both = shown_with(heard, entity())
    await messenger.post(JOBS, broken("still said"), key=KEY, work_objects=both)
    [shown] = keyed(slack, JOBS, KEY)
    assert (shown.text, shown.blocks, shown.entities) == ("still said", [], [])
    with pytest.raises(CannotPost):
        await messenger.post(ARCHIVED, words("x"), key="other", work_objects=both)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, ""),
        ({"warning": "superfluous_charset"}, ""),
        (
            {"warning": "missing_charset", "response_metadata": {"warnings": ["missing_charset"]}},
            "",
        ),
        ({"warning": "invalid_metadata_format"}, "invalid_metadata_format"),
        ({"warning": "superfluous_charset,invalid_metadata_format"}, "invalid_metadata_format"),
        ({"response_metadata": {"warnings": ["some_news"]}}, "some_news"),
        ({"response_metadata": {"warnings": None}, "warning": None}, ""),
        ({"response_metadata": []}, ""),
    ],
)
def test_which_warnings_count(body: dict[str, Any], problem: str) -> None:
    assert dropped_entities(Ok(body)) == problem
