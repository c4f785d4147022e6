"""What only the person who asks may see of a job. Never posted in a channel, never stored."""

from collections.abc import Sequence

from bot.jobs.forms import FIELDS
from bot.jobs.model import Job
from bot.views import blocks
from bot.views.blocks import Message

_FIELDS = ("access_details", "private_contact_name", "private_contact_email")


def private_details(job: Job, tenants: Sequence[str]) -> Message:
    lines = [
        f"*{FIELDS[name].label}:* {_plainly(str(value))}"
        for name in _FIELDS
        if (value := getattr(job, name))
    ]
    if tenants:
        lines += ["*Tenants:*", *(f"• {_plainly(each)}" for each in tenants)]
    if not lines:
        lines = ["Nothing private is kept with this job."]
    head = f"🔒 *{_plainly(job.name)}* · only you see this, and it is recorded that you looked."
    return blocks.message("\n".join([head, *lines]), blocks.sections([head, *lines]))


def _plainly(text: str) -> str:
    return blocks.escape(blocks.clip(blocks.tidy(text).strip(), 2_000))
