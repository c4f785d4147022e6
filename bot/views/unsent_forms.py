"""Forms that were not sent, offered back to their member: one message with all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.jobs.promises import OF_DRAFTS, of_draft
from bot.views import blocks
from bot.views.blocks import Block, Message
from bot.views.messages import RESUME
from bot.views.mrkdwn import safe_line, typed_line, when

DISCARD = "draft.discard"
"""The action id of a button that discards a draft; its value is the id of the draft."""
MOST_OFFERED = 5


@dataclass(frozen=True)
class UnsentForm:
    """`name`: what its member calls it: *Boiler not firing*, *Note on JOB-003*. `closed_at`: Unix seconds.
    `entered`: what is in it, which tells two of one job apart; nothing private. Both are plain text.
    """

    draft: str
    name: str
    closed_at: float
    entered: str = ""


def unsent(forms: Sequence[UnsentForm]) -> Message:
    """The forms that are kept, the newest first."""
    if len(forms) == 1:
        text = f"Not sent: {_bold(forms[0])}. What you typed is kept: press Go on to finish it."
        one = [blocks.section(text), _closed(forms[0]), _choice(forms[0].draft)]
        return blocks.message(text, one, of_draft(forms[0].draft))
    text = f"{len(forms)} of your forms were not sent. What you typed is kept: press Go on to finish one."
    body: list[Block] = [blocks.section(text)]
    for form in forms[:MOST_OFFERED]:
        body += [blocks.section(f"• {_bold(form)}"), _closed(form), _choice(form.draft)]
    if older := len(forms[MOST_OFFERED:]):
        body.append(blocks.context(f"… and {older} older {'one' if older == 1 else 'ones'}."))
    names = ", ".join(_bold(form) for form in forms[:MOST_OFFERED])
    return blocks.message(f"{text} {names}", body, OF_DRAFTS)


def unanswered(line: str, draft: str) -> Message:
    """A typed line that was not answered, as it was typed; `draft` holds it."""
    text = f"I was interrupted and couldn't finish `{typed_line(line, 300)}`. What you typed is kept: press Go on."
    return blocks.message(text, [blocks.section(text), _choice(draft)], of_draft(draft))


def discarded() -> Message:
    """In the place of a form that its member did not want."""
    text = "Discarded. Nothing was sent."
    return blocks.message(text, [blocks.section(text)])


def sent() -> Message:
    """In the place of the last form that was offered, once it is on its way."""
    text = "The form that was kept here has been sent."
    return blocks.message(text, [blocks.section(text)])


def _closed(form: UnsentForm) -> Block:
    entered = f": {safe_line(form.entered, 300)}" if form.entered else ""
    return blocks.context(f"Closed {when(form.closed_at)}{entered}")


def _choice(draft: str) -> Block:
    go_on = blocks.button("Go on", RESUME, value=draft, style="primary")
    return blocks.actions([go_on, discard_button(draft)])


def discard_button(draft: str) -> blocks.Element:
    return blocks.button("Discard", DISCARD, value=draft)


def _bold(form: UnsentForm) -> str:
    return f"*{safe_line(form.name, 150).replace('*', '∗')}*"
