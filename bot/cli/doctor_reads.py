"""What `propops-bot doctor` asks of PropOps: every read whose answer no page describes, against one job.

Only GETs, as one linked member. A line for each: works, refused, absent, or another shape, with the
names that came instead and the setting that follows. Values are never shown.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.cli import doctor_shapes as shapes
from bot.cli.doctor_shapes import Look
from bot.cli.finding import Finding
from bot.cli.propops_answers import saw
from bot.errors import PropOpsError, RateLimited, Unreachable
from bot.jobs.actions import WRITES
from bot.jobs.write import CASE_NOTES, JOBS_PATH, LIST, MANAGE
from bot.propops import notification_feed
from bot.propops.client import PropOpsClient
from bot.propops.lookups.loader import SOURCES
from bot.propops.parse import jobs
from bot.propops.parse.values import rows
from bot.settings import Settings

NONSENSE = "qzxv-no-such-job"
"""What no job is called: a list that ignores the name of the search finds some all the same."""
_MOST_KEYS = 8

Params = Mapping[str, str | int]


@dataclass(frozen=True)
class Read:
    """One GET. `follows`: what to set, or to expect, where it does not work; `must`: the bot needs it."""

    about: str
    path: str
    params: Params
    look: Look
    follows: str
    must: bool = False


async def reads(propops: PropOpsClient, settings: Settings) -> AsyncIterator[Finding]:
    """Every read in turn. Raises nothing: PropOps's errors become lines."""
    listed = Read(
        "list of jobs", JOBS_PATH, {"action": "list", "limit": 1}, shapes.some_jobs,
        f"The account needs {LIST} or {MANAGE}.", must=True,
    )  # fmt: skip
    finding, payload = await _asked(propops, listed)
    yield finding
    for each in (*_lists(settings), *_about_people()):
        yield (await _asked(propops, each))[0]
    if payload is None:
        words = "not asked: the list of jobs does not answer"
        yield Finding.unchecked("search and reads of a job", words)
        return
    yield await _search(propops, settings)
    uuid = next((job.uuid for job in jobs.jobs(rows(payload, "job", "jobs"))), "")
    if not uuid:
        yield Finding.unchecked("reads of a job", "not asked: this account sees no job")
        return
    for each in _of_job(uuid, settings):
        yield (await _asked(propops, each))[0]


def _lists(settings: Settings) -> list[Read]:
    plain: Params = {"action": "list"}
    paged: Params = {"action": "list", "limit": 1}
    fallback = {
        "priorities": "PROPOPS_PRIORITIES",
        "statuses": "PROPOPS_STATUSES",
        "job_types": "PROPOPS_JOB_TYPES",
    }
    static = settings.static_lists
    found = [
        Read(
            name.replace("_", " "),
            SOURCES[name].path,
            plain,
            shapes.choices(SOURCES[name].things),
            f"Set {setting}, e.g. 1=First,2=Second.",
            must=not static.get(name),
        )
        for name, setting in fallback.items()
    ]
    for name in ("agents", "contractors"):
        follows = "Forms offer none of them, and say so."
        found.append(
            Read(name, SOURCES[name].path, paged, shapes.choices(SOURCES[name].things), follows)
        )
    follows = "Set PROPOPS_TENANTS_PATH to /api/tenants/list or /api/tenants/manage."
    tenants = shapes.choices(SOURCES["tenants"].things)
    found.append(Read("tenants", settings.propops_tenants_path, paged, tenants, follows))
    if settings.propops_address_path:
        follows = (
            "Correct PROPOPS_ADDRESS_PATH, or leave it out: tenants and jobs tell addresses too."
        )
        path = settings.propops_address_path
        found.append(Read("addresses", path, paged, shapes.addresses, follows))
    return found


def _about_people() -> list[Read]:
    return [
        Read(
            "permissions", "/api/users/permissions", {}, shapes.permissions,
            "Nothing is hidden beforehand: PropOps's refusal is told instead.",
        ),
        Read(
            "profile", "/api/users/profile", {}, shapes.profile,
            "Links are named by what members type, and accounts compared by their tokens alone.",
        ),
        Read(
            "people who raised jobs", JOBS_PATH, {"action": "get_creators"}, shapes.choices(("creator",)),
            "/job mine looks through lists instead.",
        ),
        Read(
            "search over everything", "/api/search", {"q": "the", "types": "jobs", "limit": 1},
            shapes.found, "/job find searches titles and references only.",
        ),
        Read(
            "notification feed", notification_feed.PATH, notification_feed.PARAMS, shapes.notifications,
            "What happens in PropOps is found by comparing each card in its turn.",
        ),
        Read(
            "CSRF protection", "/api/security/csrf-token", {}, shapes.csrf,
            "Nothing can be written without one.", must=True,
        ),
    ]  # fmt: skip


def _of_job(uuid: str, settings: Settings) -> list[Read]:
    def asked(action: str) -> Params:
        return {"action": action, "uuid": uuid}

    names = settings.names
    return [
        Read("one job", JOBS_PATH, asked("get"), shapes.one_job(uuid), "Nothing can be shown.", must=True),
        Read(
            "saved revisions", JOBS_PATH, asked("list_commits"), shapes.commits(names.commit_param),
            "Restore and Undo can't be offered. Where they have an id, set PROPOPS_COMMIT_PARAM.",
        ),
        Read(
            "notification state", JOBS_PATH, asked("get_assignment_notification_state"), shapes.notice,
            "A lost notification can't be looked for: its member is asked.",
        ),
        Read(
            "what a delete takes along", JOBS_PATH, asked("preview_delete"), shapes.preview,
            "Deleting needs PROPOPS_DELETE_WITHOUT_PREVIEW=true.",
        ),
        Read(
            "archived files", JOBS_PATH, asked("get"), shapes.archived(names.file_param),
            "/job files has nothing to offer. Where files have an id, set PROPOPS_FILE_PARAM.",
        ),
        Read(
            "case notes", WRITES["add_case_note"].schema.path,
            {"action": "list", "job_uuid": uuid, "limit": 1, "offset": 0}, shapes.case_notes,
            f"Notes can't be read back: the account needs {CASE_NOTES}.",
        ),
    ]  # fmt: skip


async def _search(propops: PropOpsClient, settings: Settings) -> Finding:
    """Whether the list searches at all: for a word that no job has it must find none."""
    name = settings.propops_search_param
    nonsense = Read(
        "search in the list of jobs",
        JOBS_PATH,
        {"action": "list", "limit": 1, name: NONSENSE},
        lambda payload: f"by {name}" if not rows(payload, "job", "jobs") else None,
        f"The list ignores {name}: set PROPOPS_SEARCH_PARAM.",
    )
    return (await _asked(propops, nonsense, keys=False))[0]


async def _asked(propops: PropOpsClient, read: Read, *, keys: bool = True) -> tuple[Finding, Any]:
    """The line, and the payload where there is one."""
    bad = False if read.must else None
    about = f"PropOps {read.about}"
    try:
        payload = await propops.call(read.path, read.params, action="doctor")
    except (Unreachable, RateLimited):
        words = f"gives no proper answer just now. If it stays so: {read.follows}"
        return Finding(bad, about, words), None
    except PropOpsError as error:
        return Finding(bad, about, f"{saw(error)}. {read.follows}"), None
    told = read.look(payload)
    if told is not None:
        return Finding(True, about, f"works{': ' * bool(told)}{told}"), payload
    came = f" ({_keys(payload)})" if keys else ""
    return Finding(bad, about, f"another shape{came}. {read.follows}"), payload


def _keys(payload: Any) -> str:
    """The names that came, of the answer and of its first row; never a value."""
    inside = shapes.inside(payload)
    found = next(iter(rows(payload)), inside)
    if isinstance(found, dict):
        names = sorted(map(str, found))
        more = f" and {len(names) - _MOST_KEYS} more" if len(names) > _MOST_KEYS else ""
        return f"it has {', '.join(names[:_MOST_KEYS])}{more}" if names else "it is empty"
    return "it is an empty list" if found == [] else f"it is a {type(found).__name__}"
