"""The comments of a side panel are the job's case notes: shown as PropOps tells them, and added to.

Only with `WORK_OBJECTS_COMMENTS=on`: whether Slack has switched them on for a workspace nobody can ask
it [messaging/work-objects-comments].
"""

import asyncio
import time

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import NotFound, NotLinked, TokenDead, UnreadablePayload
from bot.jobs.change import Change, Member
from bot.jobs.private_questions.find import find_asked
from bot.jobs.private_questions.questions import suspicion
from bot.jobs.private_text.warnings import them
from bot.members.access import Access
from bot.members.links import Links
from bot.slack.side_panels import SidePanels
from bot.views import case_note_comments, comment_reader, panel_words
from bot.web.bolt import Routes
from bot.web.payloads import COMMENT
from bot.workflows.changes.watchers import ChangeWatchers
from bot.workflows.panels.job_panels import JobPanels
from handlers import submit
from handlers.background import Background
from handlers.confirmed_values import ConfirmedValues
from handlers.job_form_submit import fingerprint
from handlers.panel_request import PanelRequest
from handlers.panel_save import SHOWN_WITHIN, PanelParts
from handlers.side_panel import ANSWER_WITHIN, PanelAnswers


def register(routes: Routes) -> None:
    routes.event("entity_comments_requested")(opened)
    routes.submission(COMMENT)(post)


async def opened(
    panel: PanelRequest,
    access: Access,
    links: Links,
    panel_answers: PanelAnswers,
    panels: JobPanels,
    side_panels: SidePanels,
    background: Background,
    comments_on: bool,
) -> None:
    """The comments were opened, refreshed, or scrolled to an end."""
    member, trigger = panel.request.member, panel.request.trigger

    async def show() -> None:
        if not comments_on:
            await side_panels.refuse_comments(trigger, panel_words.NO_COMMENTS)
            return
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                await access.require_access(member)
                propops = await links.propops(member)
                uuid = panels.uuid_of(panel.uuid, panel.address)
                if not uuid:
                    raise NotFound
                notes = () if panel.thread else await propops.case_notes(uuid)
        except (NotLinked, TokenDead) as error:
            url = await panel_answers.sign_in_url(member, error)
            if url is not None:
                await side_panels.ask_to_sign_in_for_comments(trigger, url)
            else:
                await side_panels.refuse_comments(trigger, panel_words.how_to_link(error))
        except Exception as error:  # said in the panel, which would else turn for ever
            _, words = await panel_answers.sentence(panel, error)
            await side_panels.refuse_comments(trigger, words)
        else:
            shown, cursor = case_note_comments.page(notes, panel.cursor, panel.limit)
            await side_panels.show_comments(trigger, shown, may_post=True, cursor=cursor)

    background.start(show(), panel.request, is_answer=False)


async def post(
    ack: AsyncAck,
    panel: PanelRequest,
    access: Access,
    saves: PanelParts,
    confirmed: ConfirmedValues,
    background: Background,
    comments_on: bool,
) -> None:
    """A comment was written: a case note, which PropOps e-mails to nobody. Stored before the ack."""
    began = time.monotonic()
    request = panel.request
    await access.require_access(request.member)
    uuid = saves.panels.uuid_of(panel.uuid, panel.address)
    if not uuid:
        raise UnreadablePayload
    problem = _refusal(panel, comments_on=comments_on)
    if problem or (problem := await _question(panel, confirmed, uuid)):
        await ack()
        answer = saves.slack.comment_not_kept(request.trigger, problem)
        background.start(answer, request, is_answer=False)
        return
    text = comment_reader.written(panel.values, await _names(panel, access))
    shown_job = await saves.panels.shown(request.member, uuid, "")
    target = {"note_text": text, "send_email": False}
    change = submit.change(
        request,
        "add_case_note",
        key=f"comment:{request.member.user}:{panel.view or uuid}:{fingerprint(target)}",
        job_uuid=uuid,
        job_ref=shown_job.ref if shown_job is not None else "",
        target=target,
    )
    pressed = await saves.submissions.accept_press(request, change)
    await ack()
    shown = _acknowledge(panel, pressed.accepted.change, saves.watchers, saves.slack, began)
    background.start(shown, request, is_answer=False)
    if pressed.accepted.is_new:
        saves.submissions.expect(request, pressed.accepted.change)


def _refusal(panel: PanelRequest, *, comments_on: bool) -> str:
    """Why the comment can't become a case note; empty where it can."""
    if not comments_on:
        return panel_words.NO_COMMENTS
    if panel.comment or panel.thread:
        return panel_words.NOTES_STAY
    return "" if comment_reader.written(panel.values, {}) else panel_words.WRITE_SOMETHING


async def _question(panel: PanelRequest, confirmed: ConfirmedValues, uuid: str) -> str:
    """What in the comment may open something, asked once; empty where there is nothing, or it is sent again."""
    text = comment_reader.written(panel.values, {})
    found = [each for each in find_asked(text) if each.kind not in {"phone", "email"}]
    if not found:
        return ""
    words, member = (
        panel_words.ask_of_comment(suspicion(text, found), them(found)),
        panel.request.member,
    )
    if await confirmed.already_asked(f"comment:{panel.request.trigger}", {"note_text": words}):
        return words  # Slack brought the same one twice
    in_job = f"comment:{member.team}:{member.user}:{uuid}"
    found = await confirmed.words_not_asked_yet(in_job, "note_text", text, found)
    return panel_words.ask_of_comment(suspicion(text, found), them(found)) if found else ""


async def _names(panel: PanelRequest, access: Access) -> dict[str, str]:
    """Who is mentioned, by name; at most a few are asked for."""
    users = comment_reader.mentioned(panel.values)[:5]
    return {user: await access.name(Member(*panel.request.member[:2], user)) for user in users}


async def _acknowledge(
    panel: PanelRequest,
    change: Change,
    watchers: ChangeWatchers,
    side_panels: SidePanels,
    began: float,
) -> None:
    left = max(0.0, SHOWN_WITHIN - (time.monotonic() - began))
    change = await watchers.next_state(change, left)
    trigger = panel.request.trigger
    if change.state != "done":
        await side_panels.comment_not_kept(trigger, panel_words.not_saved(change))
        return
    text, at = str(change.target["note_text"]), change.finished_at or change.updated_at
    comment = case_note_comments.posted(change.id, panel.request.member.user, text, at)
    await side_panels.comment_kept(trigger, comment)
