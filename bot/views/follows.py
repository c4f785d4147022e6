"""What a channel follows, in words: its lines in a modal, the message about many jobs, why a follow rests."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.jobs.display import label
from bot.jobs.follows import Criteria, Pause, Rest
from bot.jobs.model import Job
from bot.views import blocks, job_face
from bot.views.blocks import Block, Message
from bot.views.channel_text import public_job
from bot.views.mrkdwn import safe_line, sentence
from bot.views.paragraphs import paragraph

CHANGE, TAKE, END = "follow.change", "follow.take", "follow.end"
"""The action ids of *Change*, *Follow with my account*, *End*."""
LINE = "follow-line:"
"""How the block ids of a line begin."""
_MOST_NAMED, _MOST_WORDS = 15, 300
_WHY: Mapping[Rest, str] = {
    "link": "their link to PropOps has ended",
    "right": "PropOps doesn't let their account list jobs",
    "person": "they are no longer in this channel",
    "channel": "I'm not in this channel",
}
"""Why a follow rests, for its line."""
_TOLD: Mapping[Rest, str] = {
    "link": "I looked for the jobs that {where} follows with your account, and your link to PropOps has "
    "ended. Once you are linked again it goes on by itself; or a colleague presses Follow with my account "
    "in /job follow there.",
    "right": "I look for the jobs that {where} follows with your account, and PropOps doesn't let it list "
    "jobs any more. Please ask your PropOps administrator; or a colleague presses Follow with my account in "
    "/job follow there.",
    "person": "I looked for the jobs that {where} follows with your account, and you are no longer in that "
    "channel, so I have stopped. If it should go on, a colleague there presses Follow with my account in "
    "/job follow.",
    "channel": "{where} follows jobs with your account, and I can't post there: I was taken out, or it is "
    "archived. Once I'm invited again (/invite) it goes on by itself; to end it, type /job follow in any channel.",
}
"""The same, for its person."""


@dataclass(frozen=True)
class FollowLine:
    """One follow of a channel, as somebody reads it. `words`: what is followed, plain; `who`: the name of
    whose account it looks with; `mine`: the reader's own; `paused`: why it rests, empty where it does not.
    `elsewhere`: the channel, where it is another one.
    """

    id: str
    words: str
    who: str
    mine: bool
    paused: Pause = ""
    elsewhere: str = ""


def in_words(criteria: Criteria, names: Mapping[tuple[str, int], str]) -> str:
    """`Agent: Harrow or Kite · Priority: Urgent`, plain. `names`: by field and id, as far as known."""
    parts = []
    for name, ids in criteria.ids.items():
        values = [names.get((name, each)) or f"No. {each}" for each in ids]
        parts.append(f"{label(name)}: {' or '.join(values)}")
    return " · ".join(parts)


def line_blocks(lines: Sequence[FollowLine]) -> list[Block]:
    """What a channel follows, each with its buttons."""
    body: list[Block] = []
    for at, line in enumerate(lines):
        who = "your account" if line.mine else f"{safe_line(line.who, 80)}'s account"
        text = f"👁️ *{safe_line(line.words, _MOST_WORDS).replace('*', '∗')}*\nwith {who}"
        if line.elsewhere:
            where = blocks.channel(line.elsewhere)
            text += f" · ⏸️ resting in {where}: I was taken out, or it is archived"
        elif line.paused:
            text += f" · ⏸️ resting: {blocks.escape(_WHY[line.paused])}"
        body.append(blocks.section(text, f"{LINE}{at}"))
        body.append(blocks.actions(_buttons(line), f"{LINE}{at}:buttons"))
    return body


def _buttons(line: FollowLine) -> list[blocks.Element]:
    what = blocks.clip(blocks.one_line(line.words), 150)
    change = blocks.button("Change", CHANGE, value=line.id, spoken=f"Change {what}"[:75])
    where = "That channel" if line.elsewhere else "This channel"
    ends = blocks.confirm("End following?", f"{where} hears no more of: {what}", "End")
    end = blocks.button("End", END, value=line.id, asks=ends, spoken=f"End {what}"[:75])
    if line.elsewhere:
        return [end]
    if line.mine and not line.paused:
        return [change, end]
    label_ = "Go on" if line.mine else "Follow with my account"
    take = blocks.button(label_, TAKE, value=line.id, spoken=f"{label_}: {what}"[:75])
    return [change, take, end]


def rests(why: Rest, channel: str) -> str:
    """For its person: a sentence, which may name the channel."""
    return _TOLD[why].format(where=f"<#{channel}>")


def too_many(channel: str, most: int) -> str:
    """For its person: not every job could be looked at."""
    return (
        f"<#{channel}> follows more jobs than I can look through with your account: I read {most:,} of them each "
        "time, and changes of others may not be told. Please follow fewer: /job follow there, then Change."
    )


def nobody_looks() -> Message:
    """For the channel: whoever set it up has left it. Nobody is named or pinged."""
    return paragraph(
        "⏸️ Jobs that this channel follows are not looked for at the moment: whose account it was has left. "
        "Somebody here may press *Follow with my account* in /job follow."
    )


def notice(words: str) -> Message:
    return paragraph(f"⏸️ {sentence(words)}")


def many(
    jobs: Sequence[Job], count: int, *, money: bool, link: Callable[[Job], str | None]
) -> Message:
    """For the channel: so many jobs that it would be no help to have a card of each. `count`: of all,
    some of which may no longer be among `jobs`.
    """
    first = f"👁️ *{count:,} jobs that this channel follows are new or have changed in PropOps.*"
    shown = [public_job(job, money=money, show=False) for job in jobs[:_MOST_NAMED]]
    lines = [f"• {job_face.heading(job, link(job))} · {job_face.state(job)}" for job in shown]
    if count > len(shown):
        lines.append(f"… and {count - len(shown):,} more.")
    foot = "See one with /job show and its reference, all open ones with /job open."
    body = [blocks.section(first), *blocks.sections(lines), blocks.context(foot)]
    return blocks.message("\n".join([first.replace("*", ""), *lines, foot]), body)
