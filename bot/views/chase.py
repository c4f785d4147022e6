"""The reminder of a contractor who was told and has not accepted, and what takes its place."""

from bot.jobs.board import Row
from bot.jobs.model import Job
from bot.jobs.promises import CHASE_SECONDS, Promise
from bot.views import blocks
from bot.views.blocks import Message
from bot.views.board import put_off_menu, why
from bot.views.buttons import Press
from bot.views.job_face import heading
from bot.views.mrkdwn import safe_line

CHASED = "chase"
"""The block id of the buttons under a reminder."""


def chase(job: Job, told: float, now: float, url: str | None) -> Message:
    """To whoever told a contractor (at `told`, Unix seconds) who has not accepted since."""
    row = Row("accept", job.uuid, told, job=job)
    where = safe_line(job.full_address, 90)
    words = "\n".join(filter(None, [f"⏰ {heading(job, url)}", where, why(row, now)]))
    again = Press("notify_again", job.uuid, job.job_ref).button("Notify again", about=job.job_title)
    other = Press("contractor", job.uuid, job.job_ref).button("Choose another", about=job.job_title)
    buttons = blocks.actions([again, other, put_off_menu(row)], block_id=CHASED)
    asks = Promise("chase", job.uuid, CHASE_SECONDS)
    return blocks.message(words, [blocks.section(words), buttons], asks)


def moved(ref: str) -> Message:
    """In the place of a reminder whose contractor has accepted, or whose job has moved another way."""
    words = f"☑️ {_name(ref, 'This job')} no longer waits for the contractor you told to accept. You need not do anything."
    return _said(words)


def snoozed(uuid: str, ref: str, until: float) -> Message:
    """In the place of a reminder that was put off."""
    back = f"until {blocks.when(until)}. It is back earlier when the job changes."
    words = f"{_name(ref, 'Snoozed', ': snoozed')} {back}"
    undo = Press("wake", uuid, ref, change="accept").button("Undo")
    return blocks.message(words, [blocks.section(words), blocks.actions([undo], CHASED)])


def over(ref: str) -> Message:
    """In the place of a reminder that was to be put off, or to be back, whose row is no longer on the board."""
    waits = "no longer waits for its contractor to accept, or is snoozed already"
    return _said(f"{_name(ref, 'This job')} {waits}. Type /job board to see what waits for you.")


def _said(words: str) -> Message:
    return blocks.message(words, [blocks.section(words)])


def _name(ref: str, unnamed: str, after: str = "") -> str:
    return f"*{safe_line(ref, 60)}*{after}" if ref else unnamed
