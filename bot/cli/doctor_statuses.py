"""What `propops-bot doctor` says of CLOSED_STATUSES and ACCEPTED_STATUSES, against the instance's own."""

from collections.abc import Iterator, Sequence

from bot.cli.finding import Finding
from bot.errors import PropOpsError
from bot.jobs.model import Choice
from bot.jobs.statuses import unknown_names
from bot.propops.client import PropOpsClient
from bot.propops.lookups.loader import SOURCES
from bot.propops.parse import jobs
from bot.settings import Settings
from bot.store.changes import ChangeStore
from bot.store.encryption import CannotDecrypt

_LOOK_BACK = 200
"""Changes that are looked through for contractors who were told."""
_MOST_NAMED = 12


async def statuses(propops: PropOpsClient, settings: Settings) -> Sequence[Finding]:
    """A line for each of the two settings; none where the statuses can't be read, which has its own line."""
    source = SOURCES["statuses"]
    try:
        payload = await propops.call(source.path, {"action": "list"}, action="doctor")
    except PropOpsError:
        payload = None
    listed = jobs.choices(payload, *source.things) or settings.propops_statuses
    return list(_findings(settings, listed)) if listed else []


def _findings(settings: Settings, listed: Sequence[Choice]) -> Iterator[Finding]:
    names = settings.statuses
    closed = [each.name for each in listed if names.ends(each.name)]
    accepted = [
        each.name for each in names.open_among(listed) if names.counts_as_accepted(each.name)
    ]
    for field, found, set_to in (
        ("closed_statuses", closed, settings.closed_statuses),
        ("accepted_statuses", accepted, settings.accepted_statuses),
    ):
        setting, missing = field.upper(), unknown_names(set_to, listed)
        if set_to and not found:
            there = ", ".join(each.name for each in listed[:_MOST_NAMED])
            words = f"none of its names is a status here. There are: {there}. Please set it."
            yield Finding(False, setting, words)
        elif missing and field in settings.model_fields_set:
            yield Finding(None, setting, f"no status here is called {', '.join(missing)}")
        else:
            yield Finding(True, setting, ", ".join(found) or "none")


async def accepted_before_told(
    store: ChangeStore, settings: Settings, team: str = ""
) -> Finding | None:
    """Where choosing a contractor sets a status that counts as accepted, nobody would ever be chased."""
    names = settings.statuses
    for each in await store.recent(_LOOK_BACK, "done", team=team):
        if each.action != "send_assignment_notification":
            continue
        try:
            change = await store.get(each.id)
        except CannotDecrypt:
            continue
        status = str(change.before.get("status_name") or "") if change is not None else ""
        if status and names.counts_as_accepted(status) and not names.ends(status):
            words = (
                f"{each.job_ref or 'a job'} was {status} already when its contractor was told: if "
                f"choosing one sets {status} here, take it out of the setting"
            )
            return Finding(None, "ACCEPTED_STATUSES", words)
    return None
