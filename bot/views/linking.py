"""Linking an account, in Slack: the invitation, the token form, the result, the expiry notice."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any, NamedTuple, Protocol

from bot.errors import NotLinked
from bot.jobs.actions import OPENS_FORM
from bot.jobs.change import Member
from bot.jobs.promises import Promise, of_draft
from bot.jobs.shortcuts import SHORTCUTS
from bot.jobs.write import CASE_NOTES, LIST, MANAGE
from bot.views import blocks, elements, messages
from bot.views.blocks import Message, View
from bot.views.messages import RESUME
from bot.views.mrkdwn import safe_line, sentence, stopped

OPEN, PASTE = "link.open", "link.paste"
_GOOD_FOR = "Each press opens a page of your own, good for 15 minutes. Never pass it on."
FORGET = "link.forget"
"""The action id of the button that unlinks."""
MAY_NOT_RAISE = "PropOps doesn't let this account raise or change jobs. Please ask your PropOps administrator for that."
EMAILS_DIFFER = (
    "Its e-mail in PropOps is not the one Slack has for you. "
    "If this is not your account, type /job unlink."
)


class LinkExpiry(Protocol):
    """A link; Unix seconds. `expires_at` where PropOps said so, `ends_by` in any case."""

    @property
    def expires_at(self) -> float | None: ...
    @property
    def ends_by(self) -> float: ...


class LinkTarget(NamedTuple):
    """`url` is the address of one person's page; `mark` names it when its button is pressed."""

    url: str
    mark: str


def invitation(
    member: Member,
    why: str = "",
    *,
    page: LinkTarget | None,
    paste: bool,
    request_kept: bool,
    change: str = "",
) -> Message:
    """`page`: the link page; `paste`: a form takes the token; neither: ask the operator.

    `change`: the id of the change that waits for it.
    """
    if page is None and not paste:
        return messages.link_account(member, why, request_kept=request_kept, change=change)
    promise = Promise("link", change)
    first = sentence(why or NotLinked.words)
    more = " What you asked for is kept, and goes on once you are linked." if request_kept else ""
    words = f"🔗 {first}{more}"
    if page is not None:
        button = blocks.button(
            "Link your account", OPEN, value=page.mark, url=page.url, style="primary"
        )
        return blocks.message(
            f"{words} {_GOOD_FOR}",
            [blocks.section(words), blocks.actions([button]), blocks.context(_GOOD_FOR)],
            promise,
        )
    button = blocks.button("Link your account", PASTE, style="primary")
    return blocks.message(words, [blocks.section(words), blocks.actions([button])], promise)


def paste_form() -> View:
    """Takes a token in Slack, with a warning about what that means."""
    token = elements.labelled(
        "token",
        "Your PropOps token",
        elements.text_input("token", most=80),
        hint="64 characters, 0-9 and a-f. It is kept encrypted.",
    )
    ends = elements.labelled(
        "expires",
        "Its last day, if you know it",
        elements.day_input("expires"),
        hint="PropOps showed it when the token was made. I'll remind you before.",
        optional=True,
    )
    warning = (
        "⚠️ What you type here passes through Slack's servers before it reaches this bot. "
        "If that is not all right for your team, close this and ask whoever runs the bot "
        "to set up its linking page."
    )
    return blocks.modal(
        "Link your account",
        [blocks.section(warning), token, ends],
        callback_id="link.token",
        submit="Link",
        close="Cancel",
    )


def checking() -> View:
    return blocks.modal("Link your account", [blocks.section("⏳ Asking PropOps…")])


def outcome(words: str) -> View:
    return blocks.modal("Link your account", [blocks.section(sentence(words))])


def linked(
    name: str,
    draft: str = "",
    asked: Mapping[str, Any] | None = None,
    *,
    goes_on: bool = False,
    emails_differ: bool = False,
    may_raise: bool = True,
) -> Message:
    """Linked; with a button that resumes what was asked before. `goes_on`: a change resumes by itself.

    `may_raise` false: PropOps says that the account lacks the right.
    """
    words = stopped(f"✅ Linked as *{safe(name)}*") if name else "✅ Linked."
    if emails_differ:
        words += f" {EMAILS_DIFFER}"
    if not may_raise:
        words += f" {MAY_NOT_RAISE}"
    if goes_on:
        words += " What waited for it goes on by itself."
    if not draft:
        return blocks.message(words, [blocks.section(words)])
    command_asked = asked or {}
    command = str(command_asked.get("command", ""))
    typed = safe(
        str(command_asked.get("words") or f"/job {command} {command_asked.get('text', '')}".strip())
    )
    words += f" You had asked for `{typed.replace('`', chr(39))}`: it is kept."
    opens_form = command in OPENS_FORM or command in SHORTCUTS
    label = "Open the form" if opens_form else "Go on"
    button = blocks.button(label, RESUME, value=draft, style="primary")
    body = [blocks.section(words), blocks.actions([button])]
    return blocks.message(words, body, of_draft(draft))


def account(member: Member, name: str, link: LinkExpiry, rights: Any) -> Message:
    """`/job whoami`: the Slack member, the PropOps account, and its permissions as far as known."""
    account = f"You are {blocks.member(member.user)}, linked to PropOps as *{safe(name) or '—'}*"
    lines = [stopped(account)]
    latest = "" if link.expires_at is not None else " at the latest"
    lines.append(
        f"The link works until {blocks.when(link.ends_by - 1)}{latest}; I'll remind you before."
    )
    if rights is not None and rights.keys:
        lines += _may(rights)
        if rights.role:
            lines.append(f"Your role there: {safe(rights.role)}.")
    lines.append("To undo the link, type `/job unlink`.")
    return blocks.message("\n".join(lines), [blocks.section("\n".join(lines))])


def _may(rights: Any) -> list[str]:
    """What PropOps lets the account do with jobs, and what to ask for. `rights`: never empty."""
    if rights.allow(MANAGE):
        may, missing = "PropOps lets you read and change jobs.", []
    elif rights.allow(LIST):
        may, missing = "PropOps lets you read jobs, and change none.", [MANAGE]
    else:
        may, missing = "PropOps lets you neither read nor change jobs.", [LIST, MANAGE]
    if not rights.allow(CASE_NOTES):
        may += " You can't add case notes."
        missing.append(CASE_NOTES)
    if not missing:
        return [may]
    keys = ", ".join(f"`{key}`" for key in missing)
    return [f"{may} If you need to, ask your PropOps administrator for what is missing: {keys}."]


def unlink_ask(name: str) -> Message:
    """Before the link is deleted. `name`: whose account it is, where that is known."""
    whose = f" to *{safe(name)}*" if name else ""
    words = (
        f"Delete your link{whose} in PropOps? I can then do nothing there for you. What still waits to be "
        "sent waits until you link again."
    )
    button = blocks.button("Unlink", FORGET, style="danger")
    return blocks.message(words, [blocks.section(words), blocks.actions([button])])


def unlinked(*, there_was: bool) -> Message:
    words = (
        "Your link to PropOps is gone. To link again, type `/job link`."
        if there_was
        else "You weren't linked to PropOps. To link, type `/job link`."
    )
    return blocks.message(words, [blocks.section(words)])


ENDED = "Your link to PropOps has ended, so I can't tell you what waits for you there."
"""In the place of a morning message. Plain text."""


def expiry_notice(at: float, zone: tzinfo, *, exact: bool) -> str:
    """Before a link ends; `exact`: PropOps said when, else it is the latest day. Plain text."""
    last = datetime.fromtimestamp(at - 1, zone)
    day = f"{last.day} {last:%B %Y}"
    if exact:
        return f"Your link to PropOps ends on {day}. Please link again before then."
    return (
        f"Your link to PropOps ends on {day} at the latest: PropOps ends every link after 90 days. "
        "Please link again before then."
    )


def safe(text: str) -> str:
    """Foreign text between stars."""
    return safe_line(text).replace("*", "∗")
