"""The buttons of a job card, and the ones of private messages that bring a draft back."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import NotLinked
from bot.jobs.change import OPEN, Change, change_id
from bot.people import People
from bot.slack.messenger import Messenger
from bot.views import messages, standing
from bot.views.buttons import Press
from bot.web.dispatch import Routes
from bot.workflows.changes import Changes
from bot.workflows.desk import Desk
from handlers.after import After
from handlers.asking import Asking, asking
from handlers.jobs import Jobs
from handlers.opening import Opening

_DOUBLE_CLICK = 3.0
"""Seconds within which a second press says nothing: what it asks is being told anyway."""
_JUST_NOW = 30.0
"""Seconds within which a second press is a double click, and says nothing."""
_MOST_TRIES = 20


def register(routes: Routes) -> None:
    routes.action("card.notify")(notify)
    routes.action("card.more")(more)
    routes.action("card.show")(more)
    routes.action("card.update")(more)
    routes.action("card.open")(only_ack)
    routes.action("link.open")(only_ack)
    routes.action("draft.resume")(resume)


async def notify(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    changes: Changes,
    messenger: Messenger,
    after: After,
) -> None:
    """Slack has asked already. Stored before the ack; the same attempt is one notification."""
    who = asking(body, people)
    press = Press.read(pressed(body))
    await people.welcome(who.member)
    if not await people.linked(who.member):
        await ack()
        after.start(_raise(NotLinked()), who)
        return
    key = f"{who.member.team}:notify:{press.job}:{press.attempt}"
    accepted = await changes.ask(_notification(key, who, press))
    for _ in range(_MOST_TRIES):  # a press that came to nothing is over: this one is a new one
        old = accepted.change
        long_ago = old.finished_at is not None and changes.now() - old.finished_at > _JUST_NOW
        if accepted.fresh or old.state in {"done", *OPEN} or not long_ago:
            break
        key = f"{who.member.team}:notify:{press.job}:{old.id}"
        accepted = await changes.ask(_notification(key, who, press))
    await ack()
    old = accepted.change
    if not accepted.fresh and changes.now() - old.created_at > _DOUBLE_CLICK:
        told = standing.now(old)
        after.start(messenger.whisper(who.place.channel, who.member, told, who.url), who)


def _notification(key: str, who: Asking, press: Press) -> Change:
    return Change(
        id=change_id(key),
        key=key,
        action="send_assignment_notification",
        member=who.member,
        place=who.place,
        job_uuid=press.job,
        job_ref=press.ref,
        target={"attempt": press.attempt},
    )


async def more(
    ack: AsyncAck, body: dict[str, Any], people: People, opening: Opening, jobs: Jobs, after: After
) -> None:
    """Every entry of the overflow menu; Update and Show also from a button."""
    await ack()
    who = asking(body, people)
    press = Press.read(pressed(body))
    match press.action:
        case "update":
            after.start(opening.update_job(who, press.job), who)
        case "show":
            after.start(opening.show_job(who, press.job), who)
        case "note":
            after.start(jobs.note(who, press.job, press.ref), who)
        case "delete":
            after.start(jobs.delete(who, press.job), who)
        case _:
            pass


async def resume(
    ack: AsyncAck, body: dict[str, Any], people: People, opening: Opening, desk: Desk, after: After
) -> None:
    """A draft comes back filled."""
    await ack()
    who = asking(body, people)

    async def bring_back() -> None:
        saved = await desk.kept(pressed(body), who.member)
        if saved is None:
            message = messages.refused(
                "That draft is no longer kept. Please start again with /job new."
            )
            await opening.answer(who, message)
            return
        await opening.resume(who, saved)

    after.start(bring_back(), who)


async def only_ack(ack: AsyncAck) -> None:
    """A link button: Slack opens the page, the bot has nothing to do."""
    await ack()


def pressed(body: dict[str, Any]) -> str:
    """The value of the pressed button or of the chosen overflow entry."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")


async def _raise(error: Exception) -> None:
    raise error
