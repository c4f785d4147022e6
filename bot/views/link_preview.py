"""What stands under a link to a job that somebody shared: what a card may show, and since when."""

from bot.jobs.model import Job
from bot.views import blocks, job_face
from bot.views.blocks import Block
from bot.views.buttons import Press
from bot.views.channel_text import public_job

_BUTTONS = ("show", "Show"), ("update", "Update")


def link_preview(job: Job, *, url: str, money: bool, at: float) -> list[Block]:
    """`url`: the job's page. `money`: whether amounts may be shown there. `at`: when the job was read,
    Unix seconds.
    """
    job = public_job(job, money=money)
    face = job_face.face(job, year=job_face.year_of(at), url=url)
    drawn = [blocks.section("\n".join(face.head))]
    if face.small:
        drawn.append(blocks.context("\n".join(face.small)))
    if described := job_face.description(job):
        drawn.append(blocks.section(blocks.escape(described)))
    drawn.append(blocks.context(f"As of {blocks.when(at)}"))
    presses = [
        Press(action, job.uuid, job.job_ref).button(label, about=job.job_title)
        for action, label in _BUTTONS
    ]
    return [*drawn, blocks.actions(presses)]


def gone(at: float) -> list[Block]:
    """In the place of a preview whose job can't be shown any more."""
    return [blocks.context(f"This job is no longer visible in PropOps · as of {blocks.when(at)}")]
