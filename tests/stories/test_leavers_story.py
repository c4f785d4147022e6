"""Who has left Slack keeps no link."""

import pytest

from bot.errors import NotWelcome
from bot.sandbox.testbed import Testbed
from bot.store.database import DatabaseDown
from bot.store.link_tickets import LinkTicket
from bot.workflows.linking import leavers as module
from tests.stories.acting import address_for
from tests.waiting import until

pytestmark = pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
TOM = "U0TOM00001"


async def linked(play: Testbed) -> list[str]:
    assert play.app is not None
    return [row.member.user for row in await play.app.stores.tokens.all()]


async def ends_of_links(play: Testbed) -> list[tuple[str, str]]:
    assert play.app is not None
    entries = [each.entry for each in await play.app.stores.audit.entries()]
    return [(e.member.user, e.outcome) for e in entries if e.what == "link.removed"]


def leave(play: Testbed) -> None:
    play.slack.workspace.people[TOM].deleted = True


async def test_slack_tells_of_it_by_itself(play: Testbed) -> None:
    leave(play)
    person = play.slack.workspace.people[TOM].wire("T0SANDBOX1", with_email=False)
    await play.slack.emit({"type": "user_change", "user": person})
    assert play.app is not None
    await until(lambda: TOM in play.app.flows.members.access.people._left)  # type: ignore[union-attr]
    assert await play.app.flows.members.leavers.end_links() == 1
    assert await linked(play) == ["U0PRIYA001"]
    assert await ends_of_links(play) == [(TOM, module.LEFT)]


async def test_a_change_of_somebody_else_or_of_nothing_ends_no_link(play: Testbed) -> None:
    person = play.slack.workspace.people[TOM].wire("T0SANDBOX1", with_email=False)
    for user in (person, {}, {"id": "U0NOBODY01"}, None, "U0TOM00001"):
        await play.slack.emit({"type": "user_change", "user": user})
    assert play.app is not None
    assert await play.app.flows.members.leavers.end_links() == 0
    assert len(await linked(play)) == 2


async def test_it_is_seen_whenever_slack_is_asked(play: Testbed) -> None:
    leave(play)
    assert play.app is not None
    with pytest.raises(NotWelcome):
        await play.app.flows.members.access.require_access(play.member("tom"))
    await play.app.flows.members.leavers.end_links()
    assert await linked(play) == ["U0PRIYA001"]


@pytest.mark.testbed(link_page=True)
async def test_everybody_is_looked_at_once_a_day(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SPACING", 0.0)
    url = await address_for(play, "tom")
    leave(play)
    play.slack.fail("users.info", "http_503", times=1)  # about Priya: she keeps her link
    assert play.app is not None
    members = play.app.flows.members
    await members.leavers.check_all()
    assert len(await linked(play)) == 2  # Slack was away: nobody is taken for gone
    members.access.directory._paused_until = 0.0
    await members.leavers.check_all()
    assert await linked(play) == ["U0PRIYA001"]
    ticket: LinkTicket | None = await play.app.stores.link_tickets.find_valid(
        url.rpartition("/")[2]
    )
    assert ticket is None


async def test_who_has_left_is_not_forgotten_while_the_database_is_away(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(play)
    assert play.app is not None
    members = play.app.flows.members
    await members.access.people.fresh(TOM)
    with monkeypatch.context() as away:
        away.setattr(members.leavers._tokens, "all", is_away)
        with pytest.raises(DatabaseDown):
            await members.leavers.end_links()
    await members.leavers.end_links()
    assert await linked(play) == ["U0PRIYA001"]


async def test_a_look_that_was_broken_off_goes_on_where_it_was(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has a quarter of an hour, and an organisation may have more people than that."""
    assert play.app is not None
    leavers = play.app.flows.members.leavers
    asked: list[str] = []

    async def fresh(user: str) -> None:
        asked.append(user)

    async def out_of_time(_seconds: float) -> None:
        if len(asked) == 1:
            raise TimeoutError

    monkeypatch.setattr(leavers._access.people, "fresh", fresh)
    monkeypatch.setattr(leavers, "_sleep", out_of_time)
    with pytest.raises(TimeoutError):
        await leavers.check_all()
    await leavers.check_all()
    assert asked == ["U0PRIYA001", TOM]
    await leavers.check_all()
    assert asked[2:] == ["U0PRIYA001", TOM]


async def is_away() -> list[object]:
    raise DatabaseDown("locked")
