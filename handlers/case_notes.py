"""Add note: a case note in PropOps, which e-mails it to whom its settings say, if that is ticked."""

from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Busy
from bot.jobs import references
from bot.jobs.change import Json
from bot.jobs.characters import line_break
from bot.jobs.model import Job
from bot.jobs.ports import PropOps
from bot.jobs.private_questions.find import find_asked
from bot.jobs.private_questions.questions import suspicion
from bot.jobs.private_text.warnings import them
from bot.jobs.quicktext.buffer import unslack
from bot.members.access import Access
from bot.views import confirmations, messages, modals
from bot.views.blocks import clip, escape, one_line, size
from bot.web.bolt import Routes
from bot.workflows.drafts.drafts import Drafts
from bot.workflows.drafts.unsent_forms import UnsentForms
from bot.workflows.uploads import Uploads
from handlers import photos, submit, unsent_forms
from handlers.background import Background
from handlers.confirmed_values import ConfirmedValues
from handlers.kept_lines import KeptLines
from handlers.named_job import NamedJobs
from handlers.pending_command import keep_command
from handlers.request import Modal, Request
from handlers.submit import Submissions

_TITLE = "Add case note"
_MAILED = (
    "{suspicion} PropOps e-mails this note to people: "
    "untick E-mail, take {them} out, or send again to e-mail the note as it is."
)
_CODE = (
    "{suspicion} A case note has no private part, and the job's "
    "contractor may read it: take {them} out, put {them} in Access details with Update, or send again to keep {them}."
)
_WHICH_JOB = "I can't find “{}”. Please choose the job here: your note is below."
_MOST_REPEATED = 60
_REST = "One case note takes 3,000 characters. This is the form of the first part: the rest is kept for a second one."
_NO_JOB = "Please choose a job: type its reference, its address or words of its title."


def register(routes: Routes) -> None:
    routes.submission("note.send")(send)


async def open_modal(
    request: Request, typed: str, jobs: NamedJobs, drafts: Drafts, background: Background
) -> None:
    """Opens the form of a case note. `typed`: `UUID REF` of a button, or `REF [text]` as typed.

    The job of a note that says something already is asked for where it is not there.
    """
    typed, beyond = _parts(typed)
    reference, rest = references.split(typed)
    rest = unslack(rest)
    if reference.uuid and typed.startswith(reference.uuid):  # else a link that somebody pasted
        await jobs.propops(request)
        await jobs.open_view(request, _TITLE, _form(request, reference.uuid, rest))
        return

    async def draw(propops: PropOps, job: Job) -> modals.View:
        del propops
        return await _form(request, job.uuid, job.job_ref, rest)

    if not rest.strip():
        await jobs.open_for_job(request, _TITLE, typed, draw)
        return

    async def otherwise(message: messages.Message) -> modals.View:
        del message
        metadata: Json = {"channel": request.place.channel, "typed": 1}
        if not reference.is_likely:
            return confirmations.note_ask("", metadata, unslack(typed), problem=_NO_JOB, job={})
        problem = _WHICH_JOB.format(clip(one_line(reference.word), _MOST_REPEATED))
        return confirmations.note_ask("", metadata, rest, problem=problem, job={})

    async def prepare() -> modals.View:
        propops = await jobs.propops(request)
        return await jobs.view(request, propops, _TITLE, reference, draw, otherwise)

    await jobs.require_linked(request)
    command = {"command": "note", "text": typed}
    await KeptLines(drafts, background).open(request, _TITLE, prepare, command)
    if beyond:
        text = f"{reference.word} {beyond}" if reference.is_likely else beyond
        kept = {"command": "note", "text": text}
        second = await keep_command(drafts, request, kept)
        await background.reply(request, messages.draft_kept(_REST, second))


def _parts(typed: str) -> tuple[str, str]:
    """As much as one note takes, cut between two words, and what follows."""
    at = len(typed)
    while size(escape(typed[:at])) > confirmations.MOST_NOTE:
        at = line_break(typed, min(confirmations.MOST_NOTE, at * 9 // 10))
    return typed[:at], typed[at:].strip()


async def _form(request: Request, uuid: str, ref: str, text: str = "") -> modals.View:
    metadata: Json = {"job": uuid, "ref": ref, "channel": request.place.channel}
    metadata |= {"typed": 1} if text else {}
    return confirmations.note_ask(ref, metadata, text)


COMMANDS = {"note": open_modal}


async def send(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    access: Access,
    submissions: Submissions,
    uploading: Uploads,
    confirmed: ConfirmedValues,
    unsent: UnsentForms,
    background: Background,
) -> None:
    text, mails = modal.text(confirmations.NOTE_TEXT), modal.ticked(confirmations.SEND_EMAIL)
    uuid, ref = _job_of(modal)
    wrong = {} if text else {confirmations.NOTE_TEXT: "Please write the note first."}
    wrong |= {} if uuid or modal.job_uuid else {confirmations.JOB: _NO_JOB}
    if wrong:
        await ack(response_action="errors", errors=modal.errors(wrong))
        return
    found = find_asked(text)
    if not mails:  # a contact may be just what the note is about
        found = [each for each in found if each.kind not in {"phone", "email"}]
    asked_as = f"{confirmations.NOTE_TEXT}:mailed" if mails else confirmations.NOTE_TEXT
    if found := await confirmed.words_not_asked_yet(modal.id, asked_as, text, found):
        words = (_MAILED if mails else _CODE).format(
            suspicion=suspicion(text, found), them=them(found)
        )
        await ack(response_action="errors", errors={confirmations.NOTE_TEXT: words})
        return
    target: Json = {"note_text": text, "send_email": mails}
    await access.require_access(request.member)
    change = submit.change(request, "add_case_note", key=modal.id, modal=modal, target=target)
    if uuid:
        change = change.but(job_uuid=uuid, job_ref=ref)
    files = photos.files_in(modal)
    try:
        unseen = change.but(place=replace(change.place, view=""), target={})
        await uploading.accept(unseen, modal.id, files)
    except Busy as error:
        await ack(response_action="errors", errors={confirmations.NOTE_TEXT: error.advice})
        return
    if await submissions.accept(ack, change, field=confirmations.NOTE_TEXT):
        unsent_forms.forget(unsent, background, request, modal)


def _job_of(modal: Modal) -> tuple[str, str]:
    """Uuid and reference of the job that was chosen in the form; empty where it was opened for one."""
    uuid, _, ref = (modal.choice(confirmations.JOB) or "").partition(" ")
    return uuid, ref
