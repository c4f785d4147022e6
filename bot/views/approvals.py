"""The approval card, its thread, the rejection form, and the messages to the requester."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.jobs.change import Change
from bot.jobs.change_summary import chosen_names, write_of
from bot.jobs.model import Job, heading
from bot.jobs.outcome import FieldChange
from bot.jobs.promises import Promise
from bot.views import blocks, elements, job_face
from bot.views.blocks import Block, Message, View
from bot.views.buttons import Press
from bot.views.card_lines import change_lines
from bot.views.channel_text import (
    NO_MONEY_HERE,
    has_money,
    public_changes,
    public_job,
    public_text,
)
from bot.views.job_card import description
from bot.views.job_face import IN_SMALL, IN_TEXT, Face, lines_of
from bot.views.mrkdwn import safe_line, stopped

MOST_REASON = 500
MOST_EVENT = MOST_REASON + 150
"""A reason, with who gave it."""
MOST_MENTIONS = 15


@dataclass(frozen=True)
class ApprovalView:
    """What an approver has to know. `approvers`: users and groups; `events`: plain lines of what happened.

    `until` and `at` are Unix seconds.
    """

    change: Change
    job: Job
    rows: Sequence[FieldChange]
    why: str
    approvers: Sequence[str]
    round: int
    needed: int
    until: float
    events: Sequence[str] = ()
    status: Literal["open", "over"] = "open"
    outcome: str = ""
    lines: Sequence[str] = ()
    """More of what would happen, plain."""
    tier: str = ""
    """What these people approve, in words; empty for those of APPROVERS."""
    wider: bool = False
    """Approvers were added, since nobody decided in time."""
    asker: str = ""
    """What whoever asks is called."""
    money: bool = False
    """Whether amounts may be shown: not in a channel that is shared with another company."""


_OWN_LINES = 2
"""The first line, and the row of buttons."""
_ABOVE = ("*What would change*",)
_THEN = "PropOps is told at once."
_EMOJI = {"Rejected": "✖️", "Expired": "⌛", "Withdrawn": "↩️"}


def approval_card(card: ApprovalView) -> Message:
    """What and which job, who asks and why it waits, what would change; Approve and Reject."""
    card = _public(card)
    title = write_of(card.change).title
    name = _name(card.change, card.job)
    asker = safe_line(card.asker, 80) or "Somebody"
    head = "Approval needed" if card.status == "open" else card.outcome
    emoji = "✋" if card.status == "open" else _EMOJI.get(card.outcome.split(" ")[0], "☑️")
    asked = [f"{asker} asks. {safe_line(card.why, 500)}", *_who_decides(card)]
    changes = change_lines(card.rows)
    rest = [f"• {safe_line(line, 500)}" for line in card.lines]
    events = [safe_line(line, MOST_EVENT) for line in card.events]
    room = job_face.MOST_LINES - _OWN_LINES - lines_of([" ".join(asked)], IN_SMALL)
    room -= lines_of([*changes, *rest, *events], IN_TEXT)
    whole, *shorter = _faces(card)
    above = lines_of(_ABOVE, IN_TEXT) if changes else 0
    face = next((each for each in (whole, *shorter) if each.lines + above <= room), shorter[-1])
    first = f"{emoji} *{safe_line(head, 500)}* · {title}"
    body: list[Block] = [blocks.section("\n".join([first, *face.head]))]
    if face.small:
        body.append(blocks.context("\n".join(face.small)))
    if changes:
        body += blocks.sections([*(_ABOVE if face.lines + above <= room else ()), *changes])
    if rest:
        body += blocks.sections(rest)
    described = ""
    if write_of(card.change).creates_job:
        described = description(card.job)
        if shown := description(card.job, (room - face.lines) * IN_TEXT):
            body.append(blocks.section(shown))
    if events:
        body += blocks.sections(events)
    body.append(blocks.context(" ".join(asked)))
    if card.status == "open":
        body.append(blocks.actions(_buttons(card, name)))
    text = [
        f"{emoji} {safe_line(head, 500)}: {title} · {safe_line(name, 500)}, asked by {asker}",
        *asked,
        *(["What would change:", *change_lines(card.rows, bold="")] if changes else []),
        *rest,
        *whole.text,
        *([described] if described else []),
        *events,
    ]
    return blocks.message("\n".join(text), body)


def _who_decides(card: ApprovalView) -> list[str]:
    """While it is open: who may approve, how many of them must, and until when."""
    if card.status != "open":
        return []
    what = f" of {safe_line(card.tier, 500)}" if card.tier else ""
    people = f"Approvers{what}: {_mentions(_to_decide(card), ', ')}."
    two = " Two of them must approve." if card.needed > 1 else ""
    late = " More people were asked, because nobody decided in time." if card.wider else ""
    own = ""
    if any(each == card.change.member.user or each.startswith("S") for each in card.approvers):
        own = " You can't approve your own request."
    return [f"{people}{two}{late}{own} Closes {blocks.when(card.until)}."]


def _faces(card: ApprovalView) -> list[Face]:
    """The job as it is: names of what was chosen belong to one that is not there yet."""
    names = {} if card.change.before else chosen_names(card.change, card.job)
    year = job_face.year_of(card.change.created_at)
    briefer = [(brief, False) for brief in range(job_face.MOST_BRIEF + 1)]
    return [
        job_face.face(card.job, names, year=year, brief=brief, money=True, short=short)
        for brief, short in [*briefer, (job_face.MOST_BRIEF, True)]
    ]


def reminder(view: ApprovalView, *, wider: bool, gone: Sequence[str]) -> Message:
    """In the thread of the card. `gone`: approvers who have left Slack."""
    view = _public(view)
    people = _mentions(_to_decide(view), ", ")
    words = f"⏰ Still waiting: {write_of(view.change).title} · {stopped(safe_line(_name(view.change, view.job), 500))}"
    words += f" {people}, please approve or reject it, at the latest {blocks.when(view.until)}."
    if wider:
        words += " More people may decide now."
    if gone:
        departed = _mentions(gone, ", ")
        words += f" No longer here: {departed}. Whoever runs this bot, please change APPROVERS."
    return blocks.message(words, [blocks.section(words)])


def reject_form(press: Press, typed: str = "") -> View:
    """Asks for the reason, which the requester reads. `typed`: what it says already."""
    element = elements.text_input("reason", initial=typed, multiline=True, most=MOST_REASON)
    hint = "The person who asked reads this."
    reason = elements.labelled("reason", "Why not?", element, hint=hint, dispatch=True)
    stays = f"{safe_line(press.ref or 'The job', 500)} stays as it is." if press.job else ""
    words = f"Nothing is sent to PropOps. {stays or 'The job is not created.'}"
    return blocks.modal(
        "Reject",
        [blocks.section(words), reason],
        callback_id="approval.reject",
        submit="Reject",
        close="Cancel",
        metadata=press.written(1_500),
        notify_on_close=True,
    )


def waiting_view(change: Change) -> View:
    """In the requester's modal."""
    return blocks.modal(
        write_of(change).title,
        [
            blocks.section("✋ *Waiting for approval*"),
            blocks.section(safe_line(change.outcome.said, 500)),
            blocks.context("You can close this – I'll carry on once somebody has approved it."),
        ],
    )


def waiting(change: Change, job: Job, round_: int) -> Message:
    """To the requester, with a button that withdraws it."""
    name = f"{write_of(change).title} · {safe_line(_name(change, job), 500)}"
    why = safe_line(change.outcome.said, 500)
    words = f"✋ *Waiting for approval*: {stopped(name)} {why} I'll let you know."
    if change.outcome.asked_again_because:
        words += (
            f" It has to be approved again: {safe_line(change.outcome.asked_again_because, 500)}"
        )
    if change.outcome.too_few_approvers:
        words += (
            " But nobody else can approve it: please ask whoever runs this bot to change APPROVERS."
        )
    press = Press("retract", change.job_uuid, change.job_ref, round_, change.id)
    asks = blocks.confirm("Withdraw?", "Nothing is sent to PropOps then.", "Withdraw", "Keep")
    return blocks.message(
        words,
        [blocks.section(words), blocks.actions([press.button("Withdraw", asks=asks)])],
        Promise("approval", change.id),
    )


def mention(id_: str) -> str:
    """A mention of a user or user group by id, which notifies them."""
    if not id_.replace("_", "").isalnum():
        return "—"
    return f"<!subteam^{id_}>" if id_.startswith("S") else f"<@{id_}>"


def _public(card: ApprovalView) -> ApprovalView:
    """As a channel may read it."""
    money = card.money

    def text(words: str) -> str:
        return public_text(words, money=money, show=False)

    lines = [text(line) for line in card.lines]
    if not money and has_money(card.job, card.rows):
        lines.append(NO_MONEY_HERE)
    return replace(
        card,
        job=public_job(card.job, money=money, show=False),
        rows=public_changes(card.rows, money=money, show=False),
        why=card.why if money else text(card.why),
        tier=card.tier if money else text(card.tier),
        events=[text(line) for line in card.events],
        lines=lines,
    )


def _buttons(card: ApprovalView, name: str) -> list[blocks.Element]:
    change = card.change
    approve = Press("approve", change.job_uuid, change.job_ref, card.round, change.id)
    reject = Press("reject", change.job_uuid, change.job_ref, card.round, change.id)
    what = f"{write_of(change).title}: {blocks.clip(blocks.one_line(name), 120)}"
    then = "It will be deleted for good." if write_of(change).deletes_job else _THEN
    asks = blocks.confirm("Approve?", f"{stopped(what)} {then}", "Approve")
    return [
        approve.button("Approve", style="primary", asks=asks),
        reject.button("Reject", style="danger"),
    ]


def _to_decide(card: ApprovalView) -> list[str]:
    """The approvers who have something to do: not whoever asks."""
    return [each for each in card.approvers if each != card.change.member.user]


def _mentions(ids: Sequence[str], between: str) -> str:
    """Mentions of the first `MOST_MENTIONS`: each of them is notified."""
    mentions = between.join(map(mention, ids[:MOST_MENTIONS]))
    others = len(ids) - MOST_MENTIONS
    return f"{mentions} and {others} more" if others > 0 else mentions or "—"


def _name(change: Change, job: Job) -> str:
    return heading(job.job_ref or change.job_ref, job.job_title) or "the job"
