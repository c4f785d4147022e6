"""Somebody who may see few jobs in PropOps, in a channel with people who see them all: nothing that is shown
to them alone tells of the others.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.slack import Member
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from tests.stories.acting import raised
from tests.stories.at_rest import at_rest
from tests.stories.boards import everybodys, home, reopened
from tests.stories.comparing import compare, told
from tests.stories.pasted import SITE, page, shared
from tests.waiting import until

pytestmark = pytest.mark.testbed(
    propops_job_url=SITE + "/jobs/{uuid}",
    linked={"priya": "Priya Shah", "tom": "Rebecca Lister"},
    approval_actions=(),
    undo_minutes=0,
)
"""Rebecca Lister is an agent in PropOps, and sees the jobs of one agent alone."""
HIDDEN: dict[str, Any] = {
    "job_title": "Canary boiler",
    "job_description": "Canary words of the tenant",
    "access_details": "Canary key safe",
    "works_order_ref": "CANARY-7",
}
CANARY = ("canary boiler", "canary words", "canary key", "canary-7")
ON_CARD = ("Show", "Update", "Restore", "Add note", "Add photos", "Delete", "Choose contractor")
"""Buttons and entries of the menu of its card."""
COMMANDS = (
    *("show {}", "history {}", "files {}", "update {} high", "notify {}", "note {} hello"),
    *("restore {}", "delete {}", "photos {}"),
)
LISTS = (
    *("find canary", "find elm row", "open", "mine", "mine all", "open canary", "board all"),
    "new boiler at 12 Elm Row",
)


@pytest.fixture
async def card(play: Testbed) -> AsyncIterator[Message]:
    """Of a job of Priya's that Tom may not see in PropOps; in the end he knows no more of it."""
    card = await raised(play)
    ref = play.propops.jobs[-1]["job_ref"]
    play.propops.edit(ref, "Tom Reilly", **HIDDEN, agent_id=302, contractor_id=None)
    await compare(play)
    await until(lambda: "Canary boiler" in outline(card.blocks))
    yield card
    tom = play.slack.member("tom")
    await home(play, "tom")  # what did not go through is there
    assert not any(word in seen_by(tom).casefold() for word in CANARY)
    assert "No longer visible" not in outline(card.blocks), "it is there for everybody else"


def seen_by(member: Member) -> str:
    """What they alone have before them."""
    messages = [*member.ephemerals, *member.dms]
    parts = [f"{each.text}\n{outline(each.blocks)}\n{each.blocks}" for each in messages]
    views = [each for each in (member.top, member.home) if each is not None]
    return "\n".join([*parts, *(f"{outline_view(each)}\n{each.blocks}" for each in views)])


async def answered(play: Testbed, member: Member, before: int, what: str) -> None:
    """Until they have been told something more, which is no secret; a modal is then closed."""
    await play.slack.until(lambda: answers(member) > before or None, why=what)
    await at_rest(play)
    assert play.app is not None
    await play.app.bolt.settle(within=60)
    assert not any(word in seen_by(member).casefold() for word in CANARY), what
    if member.top is not None:
        await member.close(member.top)


def answers(member: Member) -> int:
    return len(member.ephemerals) + len(member.dms) + (member.top is not None)


async def test_buttons_of_its_card(play: Testbed, card: Message) -> None:
    tom = play.slack.member("tom")
    for label in ON_CARD:
        before = answers(tom)
        await tom.press(card, label)
        await answered(play, tom, before, label)


async def test_commands_that_name_it(play: Testbed, card: Message) -> None:
    ref, tom = play.propops.jobs[-1]["job_ref"], play.slack.member("tom")
    for line in COMMANDS:
        before = answers(tom)
        await tom.command(f"/job {line.format(ref)}")
        await answered(play, tom, before, line)


async def test_lists_that_would_hold_it(play: Testbed, card: Message) -> None:
    ref, tom = play.propops.jobs[-1]["job_ref"], play.slack.member("tom")
    for line in LISTS:
        before = answers(tom)
        await tom.command(f"/job {line}")
        await answered(play, tom, before, line)
        assert ref not in seen_by(tom), line


async def test_boards_links_and_panels(play: Testbed, card: Message) -> None:
    ref, tom = play.propops.jobs[-1]["job_ref"], play.slack.member("tom")
    reopened(play, ref, contractor_id=None)
    assert ref not in outline((await everybodys(play, "tom")).blocks)
    view = await home(play, "tom")
    assert ref not in outline_view(view)
    message = await shared(play, page(play, ref), "tom")
    assert message.previews == []
    assert (await shared(play, page(play, ref), "priya")).previews != []
    assert (await shared(play, page(play, ref), "tom")).previews == []
    await tom.message_shortcut("note.from_message", message)
    form = await tom.modal(having="note_text")
    for typed in ("", "canary", "elm", ref, ref[-2:]):
        found = " ".join(await tom.type_ahead(form, "job_uuid", typed)).casefold()
        assert not any(word in found for word in CANARY)
        assert ref.casefold() not in found
    await tom.close(form)
    panel = await tom.open_panel(card)
    assert not any(word in str(panel.entity).casefold() for word in CANARY)


async def test_a_preview_of_somebody_who_sees_it(play: Testbed, card: Message) -> None:
    """Everybody in the channel reads it; its buttons do what each may do by themselves."""
    ref, tom = play.propops.jobs[-1]["job_ref"], play.slack.member("tom")
    message = await shared(play, page(play, ref), "priya")
    for label in ("Show", "Update"):
        before = answers(tom)
        await tom.press_preview(message, label)
        await answered(play, tom, before, label)


async def test_a_note_in_its_thread(play: Testbed, card: Message) -> None:
    ref, tom = play.propops.jobs[-1]["job_ref"], play.slack.member("tom")
    play.propops.add_note(ref, "Ace Gas", "Canary words for the office")
    await compare(play)
    [note] = told(play, card)[-1:]
    assert "Canary words" not in note.text
    message = tom.say("The plumber rang", thread=card)
    before = answers(tom)
    await tom.message_shortcut("note.from_message", message)
    await answered(play, tom, before, "Add to PropOps job")
