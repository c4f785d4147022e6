"""What PropOps answered to a write, as it is stored with the attempt."""

from bot.jobs.model import Receipt


def as_stored(receipt: Receipt) -> str:
    """`uuid ref`, each possibly empty."""
    return f"{receipt.uuid or ''} {receipt.job_ref or ''}"


def receipt_of(stored: str) -> Receipt:
    """The receipt that `as_stored` wrote."""
    uuid, _, ref = stored.partition(" ")
    return Receipt(uuid=uuid or None, job_ref=ref or None)
