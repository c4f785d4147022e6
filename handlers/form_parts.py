"""What a listener of a form works with."""

from dataclasses import dataclass

from bot.slack.messenger import Messenger
from bot.workflows.drafts.drafts import Drafts
from bot.workflows.drafts.unsent_forms import UnsentForms
from handlers.background import Background


@dataclass(frozen=True)
class FormParts:
    """`drafts`: what the form was opened with; `unsent`: what is kept of it should it be closed;
    `messenger` draws it again, in the `background`.
    """

    drafts: Drafts
    unsent: UnsentForms
    messenger: Messenger
    background: Background
