"""The buttons of a job card, and the ones of private messages that bring a draft back."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import NotLinked, TokenDead
from bot.jobs.change import Change, change_id
from bot.people import People
from bot.slack.messenger import Messenger
from bot.views import messages, standing
from bot.views.buttons import Press
from bot.web.dispatch import Routes
from bot.workflows.changes import DOUBLE_CLICK, Changes
from bot.workflows.desk import Desk
from bot.workflows.linking import Linking
from handlers.after import After
from handlers.asking import Asking, asking
from handlers.jobs import Jobs
from handlers.opening import Opening


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
    key = f"{who.member.team}:notify:{press.job}:{press.attempt}"
    accepted = await changes.press(_notification(key, who, press))
    await ack()
    old = accepted.change
    if not accepted.fresh and changes.now() - old.created_at > DOUBLE_CLICK:
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
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    opening: Opening,
    jobs: Jobs,
    after: After,
    linking: Linking,
) -> None:
    """Every entry of the overflow menu; Update and Show also from a button."""
    await ack()
    who = asking(body, people)
    press = Press.read(pressed(body))
    match press.action:
        case "update":
            work = opening.update_job(who, press.job)
        case "show":
            work = opening.show_job(who, press.job)
        case "note":
            work = jobs.note(who, press.job, press.ref)
        case "delete":
            work = jobs.delete(who, press.job)
        case _:
            return

    async def go() -> None:
        """Without a link, what was asked is kept, as a typed command is."""
        try:
            await work
        except (NotLinked, TokenDead) as error:
            if press.action not in opening.starts:
                raise
            asked = {"command": press.action, "text": press.job}
            await opening.desk.keep(who.member, who.place, "command", asked)
            await opening.answer(who, await linking.interrupted(who.member, error, kept=True))

    after.start(go(), who)


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
