"""A new status chosen on the card: an ordinary update, compared with the status that the card showed.

Several choices of one member on one version of the card follow one another, and the last one counts.
"""

from collections.abc import Sequence

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import NotLinked, UnreadablePayload
from bot.jobs.change import Change
from bot.jobs.own_changes import VERSION, digits
from bot.jobs.updates import ONLY
from bot.members.access import Access
from bot.store.change_history import ChangeHistory
from bot.views import messages
from bot.views.blocks import clip, one_line
from bot.views.buttons import Press
from bot.views.card_buttons import STATUS, shown_status
from bot.web.bolt import Routes
from handlers import submit
from handlers.background import Background
from handlers.lookups import LINK_FIRST
from handlers.pending_command import PendingCommand
from handlers.request import CardChoice, Request
from handlers.submit import Submissions

_CHOSEN_AT = "chosen_at"
"""In `Change.target`: Slack's `action_ts` of the choice."""


def register(routes: Routes) -> None:
    routes.action(STATUS)(choose)


async def choose(
    ack: AsyncAck,
    request: Request,
    choice: CardChoice,
    access: Access,
    submissions: Submissions,
    change_history: ChangeHistory,
    background: Background,
) -> None:
    """Stored before the ack. The key holds the version that the card showed, so that the same status
    can be chosen again once the job has changed.
    """
    await access.require_access(request.member)
    about = choice.about
    if choice.value == LINK_FIRST:
        await ack()
        words = f"Change the status of {about.ref or about.job}"
        background.start(_not_linked(), request, PendingCommand("update", about.job, words))
        return
    try:
        chosen, (shown, version) = int(choice.value), shown_status(about)
    except ValueError:
        raise UnreadablePayload from None
    name = clip(one_line(choice.label), 100)
    own = await _earlier_choices(change_history, request, about, version)
    if chosen == shown and not own:
        await ack()
        words = f"{about.ref or 'The job'} is {name} already, so nothing was changed."
        background.start(background.reply_in_channel(request, messages.refused(words)), request)
        return
    change = submit.change(
        request,
        "update",
        key=f"status:{about.job}:{about.change}:{chosen}" + _after(own, request, choice, chosen),
        job_uuid=about.job,
        job_ref=about.ref,
        fields={"status_id": chosen},
        base={
            "updated_at": "",
            VERSION: version,
            "fields": {"status_id": shown},
            ONLY: ["status_id"],
        },
        names={"status_id": name},
        target={_CHOSEN_AT: choice.at},
    )
    await submissions.press(ack, request, change)


async def _earlier_choices(
    history: ChangeHistory, request: Request, about: Press, version: str
) -> list[Change]:
    """The member's other choices of a status since this version of the job, on this card or elsewhere,
    that are under way or done; the newest first.
    """
    on_card = f"{request.member.team}:status:{about.job}:{about.change}:"
    own = await history.own_of_job(request.member, about.job)
    chosen = [each for each in own if "status_id" in each.fields]
    return [each for each in chosen if each.key.startswith(on_card) or _is_since(each, version)]


def _is_since(change: Change, version: str) -> bool:
    return change.state != "done" or digits(str(change.after.get("updated_at", ""))) > version


def _after(own: Sequence[Change], request: Request, choice: CardChoice, chosen: int) -> str:
    """The end of the key of a status that is chosen once more, after another one; empty for the first
    time, and for the same choice delivered again.
    """
    if not own:
        return ""
    about, newest = choice.about, own[0]
    whole = f"{request.member.team}:status:{about.job}:{about.change}:{chosen}"
    is_newest = newest.key == whole or newest.key.startswith(f"{whole}:")
    is_later = choice.at > str(newest.target.get(_CHOSEN_AT, ""))
    made_before = any(each.key == whole for each in own)
    return f":after:{newest.id}" if made_before and is_later and not is_newest else ""


async def _not_linked() -> None:
    raise NotLinked
