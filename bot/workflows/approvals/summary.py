"""What an approver has to see of a change besides the job: read when it is asked, kept as plain JSON."""

from collections.abc import Sequence

import structlog

from bot.errors import BotError, TokenDead
from bot.jobs import undo
from bot.jobs.change import Change, Json
from bot.jobs.diff import FieldChange, would_change
from bot.jobs.model import Commit, Job
from bot.jobs.ports import PropOps
from bot.store.changes import ChangeStore
from bot.views.confirmations import what_goes

MOST_LINES = 8

log = structlog.get_logger(__name__)


async def content(change: Change, job: Job | None, commit: Commit | None, propops: PropOps) -> Json:
    """`rows` of the diff and plain `lines`; what PropOps doesn't tell is no reason not to ask.

    Raises TokenDead.
    """
    try:
        match change.action:
            case "restore_commit" if commit is not None and job is not None:
                rows = would_change(commit, job)
                when = (
                    f"Back to the state of {commit.at[:16].replace('T', ' ')}" if commit.at else ""
                )
                by = f", saved by {commit.by}" if commit.by and when else ""
                nothing = "" if rows is not None else "PropOps doesn't tell what that changes."
                return _kept(rows or (), (f"{when}{by}", nothing))
            case "restore_archived_file":
                files = await propops.archived_files(change.job_uuid) or ()
                wanted = str(change.target.get("file_id"))
                name = next((file.name for file in files if str(file.id) == wanted), "")
                return _kept((), (f"File: {name or wanted}",))
            case "delete":
                goes = what_goes(await propops.preview_delete(change.job_uuid))
                return _kept((), (f"Goes with it: {'; '.join(goes[:MOST_LINES])}" if goes else "",))
            case "add_case_note":
                mails = "People are e-mailed." if change.target.get("send_email") else ""
                size = len(str(change.target.get("note_text", "")))
                return _kept((), (f"A note of {size} characters. {mails}",))
            case "send_assignment_notification" if job is not None and job.contractor_name:
                return _kept((), (f"PropOps tells {job.contractor_name}.",))
            case "create":
                tenants = len(change.fields.get("tenants_ids") or ())
                vat = change.fields.get("vat_percentage")
                return _kept(
                    (),
                    (
                        f"{tenants} tenant{'s' * (tenants != 1)}" if tenants else "",
                        f"VAT: {vat} %" if vat not in (None, "") else "",
                    ),
                )
            case _:
                return {}
    except TokenDead:
        raise
    except BotError as error:
        log.info("an approval card says less", problem=type(error).__name__)
        return {}


async def commit_of(change: Change, store: ChangeStore, propops: PropOps) -> Commit | None:
    """The revision that a restore brings back; None for other changes, and where none is told.

    Raises `PropOpsError` kinds.
    """
    if change.action != "restore_commit":
        return None
    commits = await propops.commits(change.job_uuid)
    if undone := change.target.get("undo_of"):
        update = await store.get(str(undone))
        return undo.before(update, commits) if update is not None else None
    wanted = str(change.target.get("commit_id"))
    return next((commit for commit in commits if str(commit.id) == wanted), None)


def rows_of(kept: Json) -> list[FieldChange]:
    return [FieldChange(*row) for row in kept.get("rows", ())]


def _kept(rows: Sequence[FieldChange], lines: Sequence[str]) -> Json:
    told = [line.strip() for line in lines if line.strip()]
    return {
        "rows": [[row.name, row.label, row.old, row.new] for row in rows],
        "lines": told[:MOST_LINES],
    }
