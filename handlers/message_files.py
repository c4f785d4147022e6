"""The files of a message that can go to a job, and a sentence for each that can't."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.jobs.attached_files import MOST_FILES, AttachedFile, attached, offered
from bot.media.cleaning import too_large, wrong_type
from bot.media.kinds import MOST_BYTES
from bot.views import uploads


def sendable(
    told: Iterable[Mapping[str, Any]], *, takes_files: bool
) -> tuple[Sequence[AttachedFile], Sequence[str]]:
    """`told`: what Slack tells of each file. `takes_files`: whether the bot has the scope for them."""
    rows = list(told)
    if rows and not takes_files:
        return (), (uploads.NO_SCOPE,)
    files: dict[str, AttachedFile] = {}
    notes = []
    for row in rows:
        for file in attached([row]):
            if why := _why_not(row, file):
                notes.append(why)
            else:
                files[file.id] = file
    if len(files) > MOST_FILES:
        notes.append(
            f"The message has {len(files)} files, and {MOST_FILES} can be sent at a time: please send "
            "the others afterwards with /job photos."
        )
    return list(files.values())[:MOST_FILES], notes


def _why_not(row: Mapping[str, Any], file: AttachedFile) -> str:
    """Empty for a file that can be sent on, as far as Slack tells."""
    if row.get("mode") == "tombstone":
        return f"{file.name} was deleted in Slack, so it can't be sent along."
    if row.get("mode") == "external" or row.get("is_external"):
        return f"{file.name} is kept outside Slack, where I don't go. Please add the file itself."
    if row.get("mode") == "hidden_by_limit":
        return f"{file.name} is hidden by your Slack plan's limit. Please add the file itself."
    if not offered([row]):
        return wrong_type(file.name)
    size = row.get("size")
    if size == 0:
        return f"{file.name} is empty (0 bytes). Please add another copy of it."
    return too_large(file.name, size) if isinstance(size, int) and size > MOST_BYTES else ""
