"""Every write by its action."""

from collections.abc import Mapping
from datetime import tzinfo
from types import MappingProxyType

from bot.jobs.actions import Action
from bot.media.cleaning import FileCleaner
from bot.store.changes import ChangeStore
from bot.workflows.notify_check import NotifyCheck
from bot.workflows.writes.action import WriteAction
from bot.workflows.writes.add_file import AddFile, FileSource
from bot.workflows.writes.case_note import AddCaseNote
from bot.workflows.writes.create import CreateJob
from bot.workflows.writes.delete import DeleteJob
from bot.workflows.writes.notify import NotifyContractor
from bot.workflows.writes.restore import RestoreJob
from bot.workflows.writes.restore_file import RestoreFile
from bot.workflows.writes.update import UpdateJob

Writes = Mapping[Action, WriteAction]


def write_table(
    create: CreateJob,
    delete: DeleteJob,
    update: UpdateJob,
    changes: ChangeStore,
    notify_check: NotifyCheck,
    files: FileSource,
    zone: tzinfo,
) -> Writes:
    """`zone`: in which times are told."""
    cleaner = FileCleaner()
    return MappingProxyType(
        {
            "create": create,
            "update": update,
            "delete": delete,
            "send_assignment_notification": NotifyContractor(notify_check),
            "restore_commit": RestoreJob(changes, zone),
            "restore_archived_file": RestoreFile(),
            "add_case_note": AddCaseNote(),
            "add_photo": AddFile("add_photo", files, cleaner),
            "add_document": AddFile("add_document", files, cleaner),
        }
    )
