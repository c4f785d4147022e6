"""The modal `channel.follow`: which jobs a channel follows, with what that would have told last week."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.jobs.display import label
from bot.jobs.fields import Lookup, Pick
from bot.jobs.follows import CRITERIA
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice, Job
from bot.views import blocks, elements
from bot.views.blocks import Block, View
from bot.views.follows import LINE, FollowLine, line_blocks
from bot.views.inputs import choice_option
from bot.views.job_face import heading, state
from bot.views.mrkdwn import safe_line, sentence

TITLE = "Follow jobs"
FOLLOW = "channel.follow"
"""The callback id."""
PREVIEW = "preview"
"""The block id of what the last week would have told."""
INPUTS: Mapping[str, str] = {f"follow.{name}": name for name in CRITERIA}
"""The action ids of its lists, and the field of each, which is the block id."""
FIRST = next(iter(CRITERIA))
_OTHER = "follow-other"
"""The block id of the heading between what is followed and the form of another one."""
_SHOWN = 3
_AT_FIRST = "Choose what to follow, and I'll show you here what the last week would have brought."


@dataclass(frozen=True)
class FollowForm:
    """`lines`: what the channel follows already; none while one of them is changed. `account`: whose it
    would look with, in PropOps. `minutes`: between two looks. `follow`: the id of the one that is changed,
    and its `version`.
    """

    channel: str
    account: str
    minutes: float
    lines: Sequence[FollowLine] = ()
    chosen: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    follow: str = ""
    version: int = 0


def follow_form(form: FollowForm) -> View:
    where = blocks.channel(form.channel)
    first = f"New jobs, and those that change in PropOps, are shown in {where} as cards. Nobody is pinged."
    body: list[Block] = [blocks.section(first), *line_blocks(form.lines)]
    if form.lines:
        body.append(blocks.header("Follow something else", _OTHER))
    body += [_input(name, form.chosen.get(name, ())) for name in CRITERIA]
    body += preview_blocks(None)
    account = safe_line(form.account, 80)
    mine = f"your PropOps account ({account})" if account else "your PropOps account"
    foot = (
        f"I look {_often(form.minutes)} with {mine}: everybody in {where} sees the cards of jobs that you "
        "may see. When your link ends I ask you to link again. In the quiet hours that this channel has in "
        "/job settings I wait, and show them afterwards."
    )
    body.append(blocks.context(foot))
    metadata = {"channel": form.channel, "follow": form.follow, "version": form.version}
    return blocks.modal(
        TITLE,
        body,
        callback_id=FOLLOW,
        submit="Save" if form.follow else "Follow",
        close="Cancel",
        metadata=json.dumps(metadata, separators=(",", ":")),
    )


def only_lines(channel: str, words: str, lines: Sequence[FollowLine]) -> View:
    """Where nothing can be followed: `words` say why. What is followed can be ended all the same."""
    body = [blocks.section(sentence(words)), *line_blocks(lines)]
    metadata = json.dumps({"channel": channel}, separators=(",", ":"))
    return blocks.modal(TITLE, body, metadata=metadata)


def preview_blocks(
    jobs: Sequence[Job] | None, *, cut: bool = False, words: str = ""
) -> list[Block]:
    """`jobs`: None before anything was chosen. `cut`: PropOps has more than was looked at. `words`: a
    sentence in their place.
    """
    if jobs is None:
        return [blocks.context(sentence(words or _AT_FIRST), block_id=PREVIEW)]
    least = "At least " if cut else ""
    count = f"{least}{len(jobs):,} job{'' if len(jobs) == 1 else 's'}"
    lines = [f"*{count} in the last week*" + (", the last changed first:" if jobs else ".")]
    lines += [
        " · ".join(part for part in (heading(job), state(job)) if part) for job in jobs[:_SHOWN]
    ]
    if len(jobs) > _SHOWN:
        lines.append(f"… and {len(jobs) - _SHOWN:,} more")
    return [blocks.section("\n".join(lines), PREVIEW)]


def with_preview(view: Mapping[str, Any], preview: Sequence[Block]) -> dict[str, Any]:
    """The form as it is open, with another preview."""
    return _with(view, lambda block_id: block_id == PREVIEW, preview)


def with_lines(view: Mapping[str, Any], lines: Sequence[FollowLine]) -> dict[str, Any]:
    """Any modal with lines of what is followed, with these in their place."""
    old = (LINE,) if lines else (LINE, _OTHER)
    return _with(view, lambda block_id: block_id.startswith(old), line_blocks(lines))


def done(words: str) -> View:
    """`words`: a whole sentence."""
    return blocks.modal(TITLE, [blocks.section(f"✅ {sentence(words)}")])


def _with(view: Mapping[str, Any], is_old: Any, new: Sequence[Block]) -> dict[str, Any]:
    body: list[Any] = []
    put = False
    for block in view["blocks"]:
        if not is_old(str(block.get("block_id", ""))):
            body.append(block)
        elif not put:
            body += new
            put = True
    same = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    return {key: view[key] for key in same if view.get(key)} | {"blocks": body[:100]}


def _input(name: str, chosen: Sequence[Choice]) -> Block:
    kind = FIELDS[name].kind
    assert isinstance(kind, Lookup | Pick)
    element = elements.search_selects(
        f"follow.{name}", chosen=[choice_option(each) for each in chosen], letters=0
    )
    return elements.labelled(name, label(name), element, optional=True, dispatch=True)


def _often(minutes: float) -> str:
    if minutes < 2:
        return "every minute"
    return f"every {round(minutes)} minutes"
