"""What the owner of a PropOps account reads when somebody else links it, and their answer."""

from collections.abc import Mapping
from typing import Protocol

from bot.jobs.promises import ANSWER_SECONDS, Promise
from bot.views import blocks
from bot.views.blocks import Message
from bot.views.linking import safe

YES, NO = "link.share_yes", "link.share_no"
TOO_LATE = "That was answered already, or it was too long ago. Nothing was changed."
THANKS: Mapping[str, str] = {
    "yes": "Thank you. I've told them that they can link it now; you'll hear from me when they have.",
    "no": "Thank you: nothing was linked. If somebody may know your password, please change it in PropOps.",
}


class OtherAccount(Protocol):
    """A person of Slack. `name` and `handle` are free text of their own, `user` is not."""

    @property
    def user(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def handle(self) -> str: ...


def asked(request_id: str, who: OtherAccount, email: str) -> Message:
    """Asks whether the other Slack account is theirs too. `email`: of the account, where it is known."""
    account = f"*your PropOps account* {safe(email)}".strip()
    words = (
        f"🔗 Somebody is linking {account} to another Slack account: {_identity(who)}. "
        "From then on that person acts in PropOps as you. Is that you too?"
    )
    note = "Without your yes nothing is linked. The question stands for 15 minutes."
    buttons = [
        blocks.button("Yes, it's me too", YES, value=request_id),
        blocks.button("No, that's not me", NO, value=request_id, style="danger"),
    ]
    return blocks.message(
        f"{words} {note}",
        [blocks.section(words), blocks.actions(buttons), blocks.context(note)],
        Promise("shared account", request_id, ANSWER_SECONDS),
    )


def told(account: str, who: OtherAccount) -> Message:
    name = f" ({safe(account)})" if account else ""
    return _plain(
        f"🔗 Your PropOps account{name} is now linked to another Slack account too: {_identity(who)}. "
        "If you did not expect this, please change your password in PropOps and type `/job link`."
    )


def guessed(who: OtherAccount) -> Message:
    return _plain(
        f"⚠️ Too many sign-ins to your PropOps account failed here, the last one by {_identity(who)}. "
        "Nothing was linked. If that wasn't you, please tell whoever runs the bot."
    )


def answered(answer: str) -> Message:
    """To whoever asked."""
    if answer == "yes":
        return _plain("✅ They said yes. Please type `/job link` and link that account once more.")
    return _plain("They said no, so that PropOps account was not linked. Please use your own.")


def thanks(words: str) -> Message:
    return _plain(words)


def _identity(who: OtherAccount) -> str:
    """The mention first: that part is Slack's own, the name is whatever they chose."""
    handle = f", handle {safe(who.handle)}" if who.handle else ""
    return f"{blocks.member(who.user)} (member {safe(who.user)}{handle}, named “{safe(who.name)}”)"


def _plain(words: str) -> Message:
    return blocks.message(words, [blocks.section(words)])
