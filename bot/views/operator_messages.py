"""What a member reads after whoever runs the bot decided about their change."""

from bot.jobs.change import Change
from bot.jobs.change_summary import write_of
from bot.jobs.promises import Promise, of_draft
from bot.views import blocks
from bot.views.error_codes import with_code
from bot.views.messages import RESUME, Message
from bot.views.mrkdwn import sentence
from bot.views.paragraphs import bold, paragraph


def decided(change: Change, draft: str = "") -> Message:
    """`draft`: the form is kept under this id."""
    return with_code(_decided(change, draft), change.id)


def _decided(change: Change, draft: str) -> Message:
    name, write = bold(_name(change)), write_of(change)
    match change.state:
        case "done":
            return paragraph(f"✅ {write.done}: {name}. {sentence(change.outcome.said)}")
        case "withdrawn" | "failed" if draft:
            button = blocks.button("Resume", RESUME, value=draft, style="primary")
            kept = "Your form is kept: press Resume to go on with it."
            return paragraph(
                f"{name}: {sentence(change.outcome.said)} {kept}", [button], of_draft(draft)
            )
        case "withdrawn" | "failed":
            words = f"{sentence(change.outcome.said)} {write.again}"
            return paragraph(f"{name}: {words}")
        case _ if change.outcome.claimed_job:
            return paragraph(
                f"{name}: Whoever runs this bot found it in PropOps. I'm reading the job, and will "
                "show its card. You need not do anything.",
                promise=Promise("checking", change.id),
            )
        case _:
            return paragraph(
                f"{name}: Whoever runs this bot looked in PropOps, and it was not there: "
                "I'm sending it again. You need not do anything; I'll tell you when it is done.",
                promise=Promise("checking", change.id),
            )


def _name(change: Change) -> str:
    return change.job_ref or str(change.fields.get("job_title", "")) or "The job"
