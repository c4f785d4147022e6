"""The restore modal: a saved revision to choose, and what restoring it would change."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from bot.jobs.display import day
from bot.jobs.model import Commit, Job
from bot.jobs.outcome import FieldChange
from bot.jobs.timestamps import unix_seconds
from bot.views import blocks, inputs
from bot.views.blocks import Block, Option, View
from bot.views.card_lines import change_lines
from bot.views.mrkdwn import safe_line

CHOOSE = "commit_id"
"""Block id and action id of the list; a choice is sent at once."""
_MOST_ID = 150


def restore_picker(
    job: Job,
    commits: Sequence[Commit],
    chosen: Commit | None = None,
    changes: Sequence[FieldChange] | None = None,
    metadata: Mapping[str, str | int] | None = None,
    warning: str = "",
    zone: tzinfo | None = None,
) -> View:
    """The modal `restore.send`. It can be sent only once a revision is chosen.

    `commits` in the order to offer them, of which the first 100 that PropOps names are; `changes`:
    what would differ, now → then, None when the listing does not tell. `zone` (London by default)
    is for the times in the list, which Slack can't put into the reader's own.
    """
    zone = zone or ZoneInfo("Europe/London")
    offered = {
        value_of(commit.id): _option(commit.id, commit, zone)
        for commit in commits
        if commit.id is not None and _can_be_offered(commit.id)
    }
    body: list[Block] = [
        blocks.section(f"Restore *{safe_line(job.name, 150)}* to an earlier state.")
    ]
    if warning:
        body.append(blocks.section(f"⚠️ {blocks.escape(warning)}"))
    picked = offered.get(value_of(chosen.id)) if chosen and chosen.id is not None else None
    if offered:
        options = list(offered.values())[: inputs.MOST_OPTIONS]
        if picked is not None and picked not in options:
            options[-1] = picked
        body.append(inputs.chooser(CHOOSE, "Go back to", "Choose a moment", options, picked))
        if len(offered) > len(options):
            body.append(blocks.context(f"The first {len(options)} of {len(offered)} are listed."))
    else:
        body += _nothing_to_offer(commits, zone)
    if chosen is not None and picked is not None:
        body += _preview(chosen, changes)
    return blocks.modal(
        "Restore job",
        body,
        callback_id="restore.send",
        submit="Restore" if picked else None,
        close="Cancel",
        metadata=json.dumps(dict(metadata or {}), separators=(",", ":")),
    )


def _preview(chosen: Commit, changes: Sequence[FieldChange] | None) -> list[Block]:
    body: list[Block] = []
    about = [part for part in (chosen.message, *chosen.rest) if part.strip()]
    if about:
        body.append(blocks.context(*(safe_line(part, 300) for part in about)))
    if changes is None:
        body.append(blocks.section("PropOps doesn't say what this would change."))
    elif not changes:
        body.append(blocks.section("The job is already as it was then."))
    else:
        body += blocks.sections(["*What would change* (now → then)", *change_lines(changes)])
    body.append(blocks.context("PropOps may e-mail people about it."))
    return body


def _nothing_to_offer(commits: Sequence[Commit], zone: tzinfo) -> list[Block]:
    if not commits:
        return [
            blocks.section(
                "PropOps has no earlier versions of this job, so there is nothing to go back to."
            )
        ]
    lines = [f"• {safe_line(_label(commit, zone), 150)}" for commit in commits[:20]]
    why = "PropOps lists these, but I can't choose one from here. Please restore it in PropOps itself."
    return [blocks.section(why), *blocks.sections(lines)]


def commit_value(option_value: str) -> int | str:
    """The id of the commit behind a chosen option, of the JSON type PropOps gave it.

    Raises `ValueError` for what no option of ours holds.
    """
    if re.fullmatch(r"-?\d{1,18}", option_value):
        return int(option_value)
    if option_value.startswith('"'):
        return str(json.loads(option_value))
    return option_value


def value_of(commit_id: int | str) -> str:
    """A text that looks like something else is quoted, so that it comes back as text."""
    if isinstance(commit_id, int):
        return str(commit_id)
    is_plain = not commit_id.startswith('"') and commit_value(commit_id) == commit_id
    return commit_id if is_plain else json.dumps(commit_id, ensure_ascii=False)


def _can_be_offered(commit_id: int | str) -> bool:
    value = value_of(commit_id)
    return 0 < blocks.size(value) <= _MOST_ID and value == blocks.tidy(value).strip()


def _option(commit_id: int | str, commit: Commit, zone: tzinfo) -> Option:
    return blocks.option(value_of(commit_id), _label(commit, zone), commit.message)


def _label(commit: Commit, zone: tzinfo) -> str:
    """`Fri 12 June 2026, 09:30 · Sam Ward`."""
    return " · ".join(part for part in (moment(commit.at, zone), commit.by) if part) or (
        commit.message or f"Version {commit.id or ''}".strip()
    )


def moment(at: str, zone: tzinfo) -> str:
    """PropOps's time stamp as `Fri 12 June 2026, 09:30` in this zone; other text as it is."""
    seconds = unix_seconds(at)
    if seconds is None:
        return at
    local = datetime.fromtimestamp(seconds, zone)
    return f"{day(local.date())}, {local:%H:%M}"
