"""PropOps itself, beside the page: its jobs and commits, who wrote what, e-mails it would send.

It is a panel for whoever tries the bot, so it shows what PropOps holds, private fields included.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.sandbox.propops import PASSWORD
from bot.sandbox.testbed import Testbed

Json = dict[str, Any]
MOST = 60
ACCOUNTS: Mapping[str, str] = MappingProxyType(
    {"priya": "Priya Shah", "tom": "Tom Reilly", "dana": "Margaret Ellison"}
)
"""Whose PropOps account each member is linked to from the start."""
BY_HAND: Mapping[str, str] = MappingProxyType({"nia": "Nia Lowe"})
"""Whose own account can be linked by hand."""
FOR_OTHERS = "Sam Booth"
"""The account anybody else is linked to by hand: it may do very little."""
_SHOWN = ("uuid", "job_ref", "job_title", "full_address", "status_name", "priority_name")


async def panel(play: Testbed) -> Json:
    """Newest first, each list at most `MOST` long."""
    propops = play.propops
    jobs = sorted(propops.jobs, key=lambda job: (job["updated_at"], job["ID"]), reverse=True)
    return {
        "jobs": [
            {name: job[name] for name in (*_SHOWN, "contractor_name", "updated_at")} for job in jobs
        ],
        "writes": propops.writes[: -MOST - 1 : -1],
        "emails": propops.emails[: -MOST - 1 : -1],
        "notified": propops.notified[: -MOST - 1 : -1],
        "people": await people(play),
    }


def job(play: Testbed, ref: str) -> Json | None:
    """A job by reference or uuid, all fields and commits; None when there is none."""
    found = play.propops.job_by(ref)
    if found is None:
        return None
    commits = [
        {
            "id": commit["commit_id"],
            "at": commit["created_at"],
            "by": commit["created_by_name"],
            "message": commit["message"],
            "changes": {
                name: change
                for name, change in commit["changes"].items()
                if not name.endswith(("_name", "full_address")) or name == "private_contact_name"
            },
        }
        for commit in reversed(play.propops.commits(ref))
    ]
    return {"job": found, "commits": commits}


async def link(play: Testbed, who: str) -> None:
    """As the engineer does with `propops-bot tokens set`."""
    handle = play.slack.member(who).person.handle
    await play.link(who, _account_of(handle))


async def unlink(play: Testbed, who: str) -> None:
    assert play.app is not None
    await play.app.stores.tokens.remove(play.member(who))


async def people(play: Testbed) -> list[Json]:
    """The members of this workspace, with the PropOps account of each: `account` is empty without one."""
    assert play.app is not None
    links = {row.member.user: row for row in await play.app.stores.tokens.all()}
    emails = {row["name"]: row["email"] for row in play.propops.snapshot()["accounts"]}
    found = []
    for person in play.slack.workspace.people.values():
        if person.is_bot or person.deleted or person.team != play.slack.workspace.identity.team:
            continue
        row = links.get(person.id)
        found.append(
            {
                "id": person.id,
                "account": row.linked_as.get("name", "") if row else "",
                "dead": bool(row and row.dead_at),
                "would": _account_of(person.handle),
                "email": emails[_account_of(person.handle)],
                "password": PASSWORD,
            }
        )
    return found


def _account_of(handle: str) -> str:
    return ACCOUNTS.get(handle) or BY_HAND.get(handle, FOR_OTHERS)
