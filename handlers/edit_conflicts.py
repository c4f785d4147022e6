"""The modal of an edit conflict comes back: the update is sent with the values that were chosen."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.members.access import Access
from bot.views import edit_conflict, modals
from bot.views.paragraphs import paragraph
from bot.web.bolt import Routes
from bot.workflows.drafts import edit_conflicts
from bot.workflows.drafts.drafts import Drafts
from bot.workflows.drafts.unsent_forms import UnsentForms
from bot.workflows.promises import Promises
from handlers import submit, unsent_forms
from handlers.background import Background
from handlers.job_form_submit import fingerprint
from handlers.request import Modal, Request
from handlers.submit import Submissions

TITLE = "Update job"


def register(routes: Routes) -> None:
    routes.submission(edit_conflict.CALLBACK)(send)


async def send(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    access: Access,
    drafts: Drafts,
    submissions: Submissions,
    unsent: UnsentForms,
    promises: Promises,
    background: Background,
) -> None:
    """Stores the change before the ack. Its base is the job as the modal showed it."""
    draft = await drafts.get(str(modal.metadata.get("form", "")), request.member)
    if draft is None or not edit_conflicts.is_conflict(draft):
        await ack(response_action="update", view=modals.sorry(TITLE, _TOO_OLD))
        return
    choices = edit_conflict.read(modal.values)
    missing = edit_conflicts.undecided(draft, choices)
    if missing:
        await ack(response_action="errors", errors=dict.fromkeys(missing, _CHOOSE))
        return
    await access.require_access(request.member)
    fields = edit_conflicts.decided(draft, choices)
    if not fields:
        await ack(response_action="update", view=modals.sorry(TITLE, _NOTHING_LEFT))
        unsent_forms.forget(unsent, background, request, modal)
        background.start(promises.end(draft.id, paragraph(_NOTHING_LEFT)), request)
        return
    number = modal.number(2)
    change = submit.change(
        request,
        "update",
        key=f"{modal.id}:{number}",
        modal=modal,
        job_uuid=draft.job_uuid,
        job_ref=str(draft.content.get("ref", "")),
        fields=fields,
        base=dict(draft.content["base"]),
        names=dict(draft.content.get("names", {})),
        target={"n": number},
        fingerprint=fingerprint(fields),
    )
    if await submissions.accept(ack, change, field=next(iter(choices), "")):
        unsent_forms.forget(unsent, background, request, modal)


_CHOOSE = "Please choose one of the two."
_NOTHING_LEFT = "Nothing was sent: the job stays as the others left it."
_TOO_OLD = "This form is too old to send. Please open it again with /job update."
