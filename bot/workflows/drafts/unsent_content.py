"""What is in a form that was not sent → the content of its draft, unchecked as it is."""

from collections.abc import Mapping
from typing import Any

from bot.jobs.attached_files import AttachedFile, attached
from bot.jobs.change import Json
from bot.jobs.display import display, label
from bot.jobs.file_batch import kept
from bot.jobs.form_values import changed_fields
from bot.jobs.forms import FIELDS, wire_values
from bot.jobs.model import Choice
from bot.jobs.rich_text import to_html
from bot.jobs.updates import same
from bot.store.drafts import Draft
from bot.views import confirmations, edit_conflict, uploads
from bot.views.blocks import clip, one_line
from bot.views.channel_text import public_text
from bot.views.confirmations import JOB
from bot.views.form_reader import entered
from bot.views.job_form import CARD_CHANNEL
from bot.workflows.promises import answers

CREATE, UPDATE, NOTE, REJECT = "job.create", "job.update", "note.send", "approval.reject"
DELETE = "delete.send"
ASKS_CHANNEL = "asks_channel"
"""In the content of the draft of a new job: its form asks where the card goes."""
_MOST_TOLD = 4
"""Fields of a form that are told apart by."""
CHOOSES_JOB = "chooses_job"
"""In the content of the draft of a note: its form asks for which job it is."""
FORMS = (CREATE, UPDATE, NOTE, REJECT, DELETE, edit_conflict.CALLBACK)
"""Callback ids of the forms that are kept."""


def content_of(
    callback: str, metadata: Json, written: str, values: Mapping[str, Any], base: Draft | None
) -> Json | None:
    """The content of a draft. None where the form can't be opened again.

    `values`: Slack's `state.values`; `base`: the draft the form began from; `written`: its metadata.
    """
    match callback:
        case "job.create":
            fields, names = _unchecked(values)
            if description := fields.get("job_description"):
                fields["job_description"] = to_html(description)
            more: Json = {"n": metadata.get("n", 1), "notes": [], "problems": {}}
            more |= kept(files_entered(values)) | answers(metadata)
            if CARD_CHANNEL in values:
                more |= {ASKS_CHANNEL: True, "card": chosen_channel(values)}
            return {"form": callback, "values": fields, "names": names, **more}
        case "job.update" if base is not None and "base" in base.content:
            return _update(values, base) | {"form": callback, "n": metadata.get("n", 1)}
        case edit_conflict.CALLBACK if base is not None:
            kept_of_it = {key: each for key, each in base.content.items() if key != "closed"}
            return kept_of_it | {"form": callback}
        case "note.send":
            text = _entered(values, confirmations.NOTE_TEXT).get("value") or ""
            mails = bool(_entered(values, confirmations.SEND_EMAIL).get("selected_options"))
            content = note_content(str(metadata.get("ref", "")), str(text), send_email=mails)
            return content | kept(files_entered(values)) | _chosen_job(values)
        case "delete.send":
            why = _entered(values, confirmations.WHY).get("value") or ""
            return {"form": callback, "ref": str(metadata.get("ref", "")), "why": str(why)}
        case "approval.reject":
            text = _entered(values, "reason").get("value") or ""
            return {"form": callback, "text": text, "press": written}
    return None


def note_content(ref: str, text: str, *, send_email: bool, problem: str = "") -> Json:
    """The content of a draft of a case note. `problem`: why an earlier send failed."""
    return {"form": NOTE, "ref": ref, "text": text, "send_email": send_email, "problem": problem}


def name_of(content: Json) -> str:
    """What its member calls the form."""
    ref = str(content.get("ref", ""))
    match content.get("form"):
        case "note.send":
            return f"Note on {ref or 'the job'}"
        case "delete.send":
            return f"Delete {ref or 'the job'}"
        case "approval.reject":
            return "Reason for rejecting"
    title = str(content.get("values", {}).get("job_title") or "")
    return " · ".join(part for part in (ref, title) if part) or "New job"


def entered_in(content: Json) -> str:
    """What its member entered, in words, without what is private: two forms of one job look alike otherwise."""
    match content.get("form"):
        case "note.send" | "approval.reject":
            return _quoted(str(content.get("text", "")))
        case "delete.send":
            return _quoted(str(content.get("why", "")))
    was: Json = content.get("base", {}).get("fields", {})
    values: Json = content.get("fields") or content.get("values", {})
    names: Json = content.get("names", {})
    changed = [
        name for name in FIELDS if name in values and not same(name, values[name], was.get(name))
    ]
    shown = [name for name in changed if not (name == "job_title" and not was)]  # it is the name
    told = [f"{label(name)} {_shown(name, values[name], names)}" for name in shown[:_MOST_TOLD]]
    more = f"{len(shown) - _MOST_TOLD} more" if len(shown) > _MOST_TOLD else ""
    return " · ".join(filter(None, [*told, more]))


def _shown(name: str, value: Any, names: Json) -> str:
    return clip(one_line(public_text(display(name, value, names), money=True, show=False)), 60)


def _quoted(text: str) -> str:
    shown = clip(one_line(public_text(text, money=True, show=False)), 100)
    return f"“{shown}”" if shown else ""


def files_entered(values: Mapping[str, Any]) -> tuple[AttachedFile, ...]:
    """The files of a form: put into it, or ticked since Slack has them already; each once."""
    given = _list(_entered(values, uploads.PHOTOS).get("files"))
    ticks = _list(_entered(values, uploads.ATTACHED).get("selected_options"))
    ticked = uploads.ticked([each for each in ticks if isinstance(each, Mapping)])
    return tuple({each.id: each for each in (*attached(given), *ticked)}.values())


def chosen_channel(values: Mapping[str, Any]) -> str:
    """The id of the channel that was chosen for the card, or empty."""
    chosen = _entered(values, CARD_CHANNEL).get("selected_conversation")
    return chosen if isinstance(chosen, str) else ""


def _chosen_job(values: Mapping[str, Any]) -> Json:
    if JOB not in values:
        return {}
    option = _entered(values, JOB).get("selected_option")
    return {CHOOSES_JOB: dict(option) if isinstance(option, Mapping) else {}}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _update(values: Mapping[str, Any], base: Draft) -> Json:
    """The base's content with what was changed in the form since."""
    fields, names = _unchecked(values)
    was: Json = dict(base.content["base"].get("fields", {}))
    cleared = [name for name in base.content.get("cleared", ()) if name in fields]
    shown = [name for name in values if name in fields or name in was or name in cleared]
    changed = changed_fields(
        {name: value for name, value in fields.items() if value not in (None, "", [])},
        was,
        shown,
        cleared,
    )
    began = {key: base.content[key] for key in ("base", "ref", "job") if key in base.content}
    return began | {
        "names": dict(base.content.get("names", {})) | names,
        "values": was | changed,
        "cleared": [name for name, value in changed.items() if not value and name not in was],
    }


def _unchecked(values: Mapping[str, Any]) -> tuple[Json, Json]:
    """What is in a job form: values as they are stored, and names of chosen things."""
    fields: Json = {}
    names: Json = {}
    for name, value in entered(values).items():
        match value:
            case Choice():
                fields[name], names[name] = value.id, value.name
            case tuple():
                fields[name] = [each.id for each in value]
                names[name] = [each.name for each in value]
            case _:
                fields[name] = value
    return wire_values(fields), names


def _entered(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    block = values.get(name)
    element = block.get(name) if isinstance(block, Mapping) else None
    return element if isinstance(element, Mapping) else {}
