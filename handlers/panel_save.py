"""What was changed in a side panel is saved: an ordinary update, pinned to the version that was shown.

Slack sends a `view_submission` whose view has the type `entity_detail` and no callback id
[messaging/work-objects-implementation].
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import UnreadablePayload
from bot.jobs.budget import total_warnings
from bot.jobs.change import Change
from bot.jobs.change_summary import job_of
from bot.jobs.form_values import changed_fields, form_values
from bot.jobs.forms import REQUIRED
from bot.members.access import Access
from bot.slack.side_panels import SidePanels
from bot.views import form_reader, panel_words
from bot.views.job_panel import version_of
from bot.views.panel_reader import Saved, days_in_order, read_saved
from bot.web.bolt import Routes
from bot.web.payloads import PANEL
from bot.workflows.changes.watchers import ChangeWatchers
from bot.workflows.drafts.drafts import wire_and_names
from bot.workflows.panels.job_panels import JobPanels, Shown
from handlers import submit
from handlers.background import Background
from handlers.confirmed_values import ConfirmedValues
from handlers.job_form_submit import fingerprint
from handlers.named_job import NamedJobs
from handlers.panel_request import PanelRequest
from handlers.side_panel import PanelAnswers, show_job
from handlers.submit import Submissions

ACK_WITHIN = 1.4
"""Seconds for which the ack waits for a refusal, which can then stand at its field."""
SHOWN_WITHIN = 2.6
"""Seconds after the save by which the panel shows what became of it; its trigger lives three."""


class PanelParts:
    """What a save is read, sent and shown with."""

    def __init__(
        self,
        panels: JobPanels,
        submissions: Submissions,
        watchers: ChangeWatchers,
        side_panels: SidePanels,
        access: Access,
        clock: Callable[[], float],
    ) -> None:
        self.panels, self.submissions, self.watchers = panels, submissions, watchers
        self.slack, self._access, self._clock = side_panels, access, clock

    def today(self, panel: PanelRequest) -> date:
        """Today in the member's time zone."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        return now.astimezone(self._access.zone(panel.request.member)).date()


def register(routes: Routes) -> None:
    routes.submission(PANEL)(save)


async def save(
    ack: AsyncAck,
    panel: PanelRequest,
    access: Access,
    saves: PanelParts,
    panel_answers: PanelAnswers,
    jobs: NamedJobs,
    confirmed: ConfirmedValues,
    background: Background,
) -> None:
    """Stores the change before the ack. What PropOps refuses in time comes back at its field."""
    began = time.monotonic()
    await access.require_access(panel.request.member)
    uuid = saves.panels.uuid_of(panel.uuid, panel.address)
    if not uuid:
        raise UnreadablePayload
    saved = read_saved(panel.values, saves.today(panel))
    shown = await saves.panels.shown(panel.request.member, uuid, saved.version)
    if shown is None:
        await _point_out(ack, panel, saved, {"": panel_words.TOO_OLD})
        return
    fields, names, wrong = _read(saved, shown)
    doubtful = _doubtful(fields, shown)
    if not wrong and doubtful:
        asked = await confirmed.already_asked(f"{uuid}:{panel.request.member.user}", doubtful)
        wrong = {} if asked else doubtful
    if wrong:
        await _point_out(ack, panel, saved, wrong)
        return
    if not fields:
        await ack()
        show = show_job(panel, access, saves.panels, panel_answers, saves.slack, jobs)
        background.start(show, panel.request, is_answer=False)
        return
    version = version_of(shown.updated_at)
    change = submit.change(
        panel.request,
        "update",
        key=f"panel:{panel.request.member.user}:{uuid}:{version}:{fingerprint(fields)}",
        job_uuid=uuid,
        job_ref=shown.ref,
        fields=fields,
        base=shown.base,
        names=names,
        fingerprint=fingerprint(fields),
    )
    pressed = await saves.submissions.accept_press(panel.request, change)
    change = await saves.watchers.next_state(pressed.accepted.change, ACK_WITHIN)
    if change.state == "failed" and change.outcome.field in saved.keys:
        await _point_out(ack, panel, saved, {change.outcome.field: change.outcome.said})
        return
    await ack()
    background.start(_show(panel, change, saves, began), panel.request, is_answer=False)
    if pressed.accepted.is_new:
        saves.submissions.expect(panel.request, change)


async def _show(panel: PanelRequest, change: Change, saves: PanelParts, began: float) -> None:
    """What became of the save, while its trigger lives. Later the member is told privately alone."""
    left = max(0.0, SHOWN_WITHIN - (time.monotonic() - began))
    change = await saves.watchers.next_state(change, left)
    trigger, member = panel.request.trigger, panel.request.member
    if change.state != "done":
        await saves.slack.not_saved(trigger, panel_words.not_saved(change))
        return
    channel = panel.request.place.channel
    entity = await saves.panels.of(member, job_of(change), channel)
    await saves.panels.note_shown(member, await saves.slack.show(trigger, entity))


def _read(saved: Saved, shown: Shown) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """Wire values of what was changed, names of what was chosen, and what is wrong by field."""
    before = form_values(shown.fields, shown.names)
    required = set(REQUIRED) & saved.values.keys()
    filled = form_reader.read(saved.values, required, before)
    if not isinstance(filled, form_reader.Filled):
        return {}, {}, {**filled, **saved.wrong}
    if saved.wrong:
        return {}, {}, dict(saved.wrong)
    sent, names = wire_and_names(filled.values)
    fields = changed_fields(sent, shown.fields, saved.values.keys())
    wrong = days_in_order({**shown.fields, **fields}, fields)
    chosen = {name: each for name, each in (names | filled.chosen).items() if name in fields}
    return fields, chosen, wrong


def _doubtful(fields: Mapping[str, Any], shown: Shown) -> dict[str, str]:
    """Of an amount that was changed: what does not add up, which one more save confirms.

    Slack takes no second save before something was typed in a field with an error.
    """
    asked = total_warnings({**shown.amounts, **fields})
    return {
        name: words.replace("Send again to keep", "Type it again and save to keep")
        for name, words in asked.items()
        if name in fields
    }


async def _point_out(
    ack: AsyncAck, panel: PanelRequest, saved: Saved, wrong: Mapping[str, str]
) -> None:
    """Each sentence at its field; at the first that was sent, where it is about none of them."""
    first = next(iter(panel.values), None)
    if first is None:
        raise UnreadablePayload
    errors = {saved.keys.get(name, str(first)): words for name, words in wrong.items()}
    await ack(response_action="errors", errors=errors)
