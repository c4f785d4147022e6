"""The same job raised twice, by two people or in two places: asked about as the second form is sent.

What PropOps lists already is shown in the form (`handlers/similar_jobs.py`); this is about what is being
raised just now, or was while the form was open.
"""

from collections.abc import Awaitable, Callable, Sequence

from bot.jobs.change import Change
from bot.members.access import Access
from bot.views.blocks import clip, one_line
from handlers.confirmed_values import ConfirmedValues
from handlers.request import Modal, Request

_ASKED = "raised twice"


def question(
    request: Request, modal: Modal, access: Access, confirmed: ConfirmedValues
) -> Callable[[Sequence[Change]], Awaitable[str]]:
    """What the form asks about the others, which one more send answers; empty where there are none, or where
    it has asked already.
    """

    async def ask(others: Sequence[Change]) -> str:
        if not others or await confirmed.already_asked(modal.id, {_ASKED: ""}):
            return ""
        other = others[0]
        who = "You" if other.member == request.member else await access.name(other.member)
        return sentence(other, who)

    return ask


def sentence(other: Change, who: str) -> str:
    """`who`: the name of its member, or `You`."""
    title = clip(one_line(str(other.fields.get("job_title", ""))), 60)
    if other.state == "done":
        has = "have" if who == "You" else "has"
        did = f"{who} {has} just raised {other.job_ref} “{title}”".replace("  ", " ")
    else:
        did = f"{who} {'are' if who == 'You' else 'is'} raising “{title}”"
        did += ", which waits for approval," if other.state == "waiting" else ""
    return f"{did} at this address. Is yours another job? Then send it again; else press Cancel."
