"""Slack's side panel of a job: opened and refreshed, and its buttons.

Whatever comes of it is said in the panel, which Slack waits three seconds for.
"""

import asyncio
import contextlib

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import (
    BotError,
    Garbled,
    NotAllowed,
    NotFound,
    NotLinked,
    NotWelcome,
    RateLimited,
    TokenDead,
    Unreachable,
)
from bot.jobs.actions import BUTTON_COMMANDS
from bot.jobs.change import Member
from bot.members.access import Access
from bot.members.links import Links
from bot.slack.side_panels import SidePanels
from bot.views import panel_words
from bot.views.buttons import Press
from bot.views.error_codes import with_code_in_words
from bot.views.job_entity import BUTTONS, action_id
from bot.web import observed_request
from bot.web.bolt import Routes
from bot.workflows.linking.invitations import Invitations
from bot.workflows.linking.status import LinkStatus
from bot.workflows.panels.job_panels import JobPanels
from handlers.background import Background, logged
from handlers.cards import pending_command
from handlers.commands import CommandTable
from handlers.named_job import NamedJobs
from handlers.panel_request import PanelRequest

ANSWER_WITHIN = 2.4
"""Seconds a panel may take to be drawn; its trigger lives three."""
_WHICH_WITHIN = 0.4
"""Seconds that PropOps is asked which permission is missing."""

log = structlog.get_logger(__name__)


class PanelAnswers:
    """Says in a panel, or in its comments, why the job is not shown."""

    def __init__(
        self,
        links: Links,
        invitations: Invitations,
        link_status: LinkStatus,
        side_panels: SidePanels,
        background: Background,
    ) -> None:
        self._links, self._invitations, self._link_status = links, invitations, link_status
        self._slack, self._background = side_panels, background

    async def sign_in_url(self, member: Member, error: BotError | None = None) -> str | None:
        """A new address of the link page for this member alone; None where there is no such page."""
        if isinstance(error, TokenDead):
            await self._links.mark_token_dead(member, error.key)
        return await self._invitations.page(member)

    async def ask_to_link(self, panel: PanelRequest, error: BotError | None = None) -> None:
        observed_request.note("not linked")
        url = await self.sign_in_url(panel.request.member, error)
        trigger = panel.request.trigger
        if url is not None:
            await self._slack.ask_to_sign_in(trigger, url)
        else:
            await self._slack.refuse(
                trigger, panel_words.LINK_FIRST, panel_words.how_to_link(error)
            )

    async def refuse(self, panel: PanelRequest, error: Exception) -> None:
        """Whatever was raised, as a sentence."""
        if isinstance(error, NotLinked | TokenDead):
            await self.ask_to_link(panel, error)
            return
        title, words = await self.sentence(panel, error)
        await self._slack.refuse(panel.request.trigger, title, words)

    async def sentence(self, panel: PanelRequest, error: Exception) -> tuple[str, str]:
        """Title and sentence. A refusal is recorded, a bug logged."""
        member = panel.request.member
        observed_request.note("failed" if isinstance(error, TimeoutError) else "refused")
        match error:
            case NotWelcome():
                await self._background.record_refusal(panel.request, error.reason)
                return panel_words.NOT_FOR_YOU, error.advice
            case NotAllowed():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_WHICH_WITHIN):
                        error = await self._link_status.not_allowed(member)
                await self._background.record_refusal(panel.request, error.advice)
                return panel_words.NOT_ALLOWED, error.advice
            case NotFound():
                return panel_words.NOT_FOUND, error.advice
            case TimeoutError():
                if await self._must_wait(member):
                    return panel_words.BUSY, RateLimited.words
                return panel_words.SLOW, panel_words.TRY_AGAIN
            case Unreachable() | Garbled() | RateLimited():
                logged(error, member)
                return panel_words.AWAY, error.advice
            case BotError() if error.is_answer:
                return panel_words.NOT_SHOWN, error.advice
            case BotError():
                words = with_code_in_words(error.advice, logged(error, member))
                return panel_words.NOT_SHOWN, words
        code = observed_request.failed()
        log.error("a panel could not be drawn, apologising in it", code=code, exc_info=error)
        return panel_words.NOT_SHOWN, with_code_in_words(BotError.words, code)

    async def _must_wait(self, member: Member) -> bool:
        """Whether PropOps has asked for a pause, which is why nothing came in time."""
        try:
            return (await self._links.propops(member)).must_wait
        except BotError:
            return False


def register(routes: Routes) -> None:
    routes.event("entity_details_requested")(opened)
    for name in BUTTONS:
        routes.action(action_id(name))(press)


async def opened(
    panel: PanelRequest,
    access: Access,
    panels: JobPanels,
    panel_answers: PanelAnswers,
    side_panels: SidePanels,
    jobs: NamedJobs,
    background: Background,
) -> None:
    """The panel was opened, or refreshed by its member."""
    show = show_job(panel, access, panels, panel_answers, side_panels, jobs)
    background.start(show, panel.request, is_answer=False)


async def show_job(
    panel: PanelRequest,
    access: Access,
    panels: JobPanels,
    panel_answers: PanelAnswers,
    side_panels: SidePanels,
    jobs: NamedJobs,
) -> None:
    """Shows the job as this member may see it. Rights are asked for each time.

    The cards of the job are brought to what was read.
    """
    member, channel = panel.request.member, panel.request.place.channel
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            await access.require_access(member)
            job, entity = await panels.open(member, panel.uuid, panel.address, channel)
    except Exception as error:  # said in the panel, which would else turn for ever
        await panel_answers.refuse(panel, error)
    else:
        await panels.note_shown(member, await side_panels.show(panel.request.trigger, entity))
        await jobs.refresh(panel.request, job)


async def press(
    ack: AsyncAck,
    panel: PanelRequest,
    press: Press,
    links: Links,
    panel_answers: PanelAnswers,
    commands: CommandTable,
    background: Background,
) -> None:
    """A button of the panel, or of the card that it belongs to: it starts what the card's starts.

    Slack asks nothing first, so what writes opens a form that names the job. Who has not linked is
    shown how in the panel, and told so privately, with the request kept.
    """
    await ack()
    if press.action not in BUTTON_COMMANDS:
        return
    request, keep = panel.request, pending_command(press)

    async def go() -> None:
        if await links.linked(request.member) is None:
            await panel_answers.ask_to_link(panel)
        await commands.start(keep.command, request, keep.text)

    background.start_within_limit(go(), request, keep)
