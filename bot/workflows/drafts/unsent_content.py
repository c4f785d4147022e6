"""What is in a form that was not sent → the content of its draft, unchecked as it is."""

from collections.abc import Mapping
from typing import Any

from bot.jobs.change import Json
from bot.jobs.form_values import changed_fields
from bot.jobs.forms import wire_values
from bot.jobs.model import Choice
from bot.jobs.rich_text import to_html
from bot.store.drafts import Draft
from bot.views import confirmations, edit_conflict
from bot.views.form_reader import entered

CREATE, UPDATE, NOTE, REJECT = "job.create", "job.update", "note.send", "approval.reject"
DELETE = "delete.send"
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
            kept = {"n": metadata.get("n", 1), "notes": [], "problems": {}}
            return {"form": callback, "values": fields, "names": names, **kept}
        case "job.update" if base is not None and "base" in base.content:
            return _update(values, base) | {"form": callback, "n": metadata.get("n", 1)}
        case edit_conflict.CALLBACK if base is not None:
            return base.content | {"form": callback}
        case "note.send":
            text = _entered(values, confirmations.NOTE_TEXT).get("value") or ""
            mails = bool(_entered(values, confirmations.SEND_EMAIL).get("selected_options"))
            return note_content(str(metadata.get("ref", "")), str(text), send_email=mails)
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
    kept = {key: base.content[key] for key in ("base", "ref", "job") if key in base.content}
    return kept | {
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
