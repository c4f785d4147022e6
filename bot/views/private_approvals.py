"""Approvals asked for in direct messages, because their channel takes no card."""

from collections.abc import Sequence
from dataclasses import replace

from bot.jobs.change import Change
from bot.jobs.promises import Promise
from bot.views.approvals import ApprovalView, approval_card, reminder
from bot.views.blocks import Message
from bot.views.mrkdwn import sentence
from bot.views.paragraphs import paragraph


def private_card(card: ApprovalView) -> Message:
    """The card, in an approver's direct messages; amounts are shown, since nobody else reads it."""
    message = approval_card(replace(card, money=True))
    if card.status != "open":
        return message
    return replace(message, promise=Promise("decide", card.change.id))


def private_reminder(card: ApprovalView, *, wider: bool, gone: Sequence[str]) -> Message:
    """Below the card, to one approver."""
    return reminder(replace(card, money=True), wider=wider, gone=gone)


def asked_here(where: str, hint: str) -> Message:
    """To an approver, once. `where`, `hint`: as `CannotPost` has both."""
    return paragraph(
        f"⚠️ I can't post approval cards in {sentence(where)}, {sentence(hint)} "
        "Until then I ask you and the other approvers here, one by one: "
        "Approve and Reject work here as they do there."
    )


def no_card(change: Change, where: str, hint: str, asked: Sequence[str]) -> Message:
    """To the requester: the card could not be posted. `asked`: names of those who were asked privately."""
    cannot = f"I can't post its card in {sentence(where)}, {sentence(hint)}"
    if asked:
        names = ", ".join(asked)
        text = f"This waits for approval. {cannot} So I asked {sentence(names)} in direct messages instead."
    else:
        text = (
            f"This waits for approval, but nobody was asked yet: {cannot} "
            "Your request is kept, and I ask again by myself."
        )
    return paragraph(text, promise=Promise("approval", change.id))
