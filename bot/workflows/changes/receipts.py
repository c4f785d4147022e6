"""What PropOps answered to a write, as it is stored with the attempt."""

from collections.abc import Sequence

from bot.jobs.model import Receipt
from bot.store.changes import Attempt


def as_stored(receipt: Receipt) -> str:
    """`uuid ref`, each possibly empty."""
    return f"{receipt.uuid or ''} {receipt.job_ref or ''}"


def receipt_of(stored: str) -> Receipt:
    """The receipt that `as_stored` wrote."""
    uuid, _, ref = stored.partition(" ")
    return Receipt(uuid=uuid or None, job_ref=ref or None)


def is_doubted(attempts: Sequence[Attempt]) -> bool:
    """Whether the answer to one of them was lost at first."""
    return any(each.result in {"unknown", "landed", "set aside"} for each in attempts)
