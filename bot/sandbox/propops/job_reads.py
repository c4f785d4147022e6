"""GET /api/jobs/manage and the other ways to read jobs."""

import html
import re
import time
from collections.abc import Callable
from typing import Any, Final

from bot.sandbox.propops.book import Book, shown
from bot.sandbox.propops.call import Answer, Call, Row, ok
from bot.sandbox.propops.faults import JOBS_PATH
from bot.sandbox.propops.options import Options
from bot.sandbox.propops.refusal import bad, not_found

MANAGE: Final = "api.jobs.manage.manage"
LIST: Final = "api.jobs.manage.list"

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ONLY_GET: Final = (
    *("tenants_ids", "time_range_id", "private_contact_name", "private_contact_email"),
)
"""Fields that no documented row of a list shows."""


class JobReads:
    """Jobs as one account may see them."""

    def __init__(self, book: Book, options: Options) -> None:
        self._book = book
        self._options = options
        self.listed_from: dict[str, float] = {}
        """When a job that lags appears in lists, by uuid, on the monotonic clock."""

    def endpoints(self) -> dict[tuple[str, str], Callable[[Call], Answer]]:
        return {("GET", JOBS_PATH): self._manage, ("GET", "/api/search"): self._search}

    def visible(self, account: Row) -> list[Row]:
        """The jobs this account may see: all for staff, their own for agents and contractors."""
        return [job for job in self._book.state.jobs.values() if sees(account, job)]

    def named(self, uuid: Any, account: Row, name: str = "uuid") -> Row:
        """The job a call names. Raises a 400 for no uuid, a 404 for no such job."""
        if not isinstance(uuid, str) or not _UUID.fullmatch(uuid):
            raise bad(name)
        job = self._book.state.jobs.get(uuid.lower())
        if job is None or not sees(account, job):
            raise not_found("Job")
        return job

    def _manage(self, call: Call) -> Answer:
        actions: dict[str, Callable[[Call], Answer]] = {
            "list": self._list,
            "get": self._get,
            "get_file_types": self._file_types,
            "get_creators": self._creators,
            "get_job_agents": self._agents,
            "get_job_contractors": self._contractors,
            "get_job_clients": self._clients,
            "list_commits": self._commits,
            "get_assignment_notification_state": self._notification_state,
            "preview_delete": self._preview_delete,
        }
        action = actions.get(call.action)
        if action is None:
            raise bad("action")
        call.needs(*((LIST, MANAGE) if call.action == "list" else (MANAGE,)))
        return action(call)

    def _list(self, call: Call) -> Answer:
        window = call.window(self._options.page_size)
        jobs = self._listed(call.who)
        words = call.query.get("search", "").casefold().split()
        jobs = [job for job in jobs if all(word in _searched(job) for word in words)]
        for name in ("status_id", "priority_id", "agent_id", "contractor_id", "created_by"):
            wanted = call.integer(name)
            if wanted is not None:
                key = "_created_by" if name == "created_by" else name
                jobs = [job for job in jobs if job[key] == wanted]
        for name, counter in (("has_photos", "photos_count"), ("has_documents", "documents_count")):
            flag = call.flag(name)
            if flag is not None:
                jobs = [job for job in jobs if (job[counter] > 0) is flag]
        rows = [self._row(job) for job in jobs[window]]
        count = len(rows) if self._options.count == "page" else len(jobs)
        data: Any = rows
        if self._options.list_shape == "object":
            data = {"jobs": rows}
        elif self._options.list_shape == "single" and len(rows) == 1:
            data = rows[0]
        return ok(data=data, count=count)

    def _listed(self, account: Row) -> list[Row]:
        """The visible jobs that lists know of yet, newest first."""
        now = time.monotonic()
        return [
            job
            for job in reversed(self.visible(account))
            if self.listed_from.get(job["uuid"], 0.0) <= now
        ]

    def _row(self, job: Row) -> Row:
        left_out = set(_ONLY_GET) | (set() if self._options.list_address_id else {"address_id"})
        return {name: value for name, value in shown(job).items() if name not in left_out}

    def _asked(self, call: Call) -> Row:
        return self.named(call.query.get("uuid"), call.who)

    def _get(self, call: Call) -> Answer:
        job = self._asked(call)
        data = {n: value for n, value in shown(job).items() if n not in self._options.unread}
        archived = self._book.state.archived_files.get(job["uuid"], [])
        return ok(data=data | {"archived_files": archived})

    def _file_types(self, _: Call) -> Answer:
        return ok(data=self._book.state.tables["file_types"])

    def _creators(self, call: Call) -> Answer:
        ids = {job["_created_by"] for job in self.visible(call.who)}
        return ok(
            data=[
                {name: account[name] for name in ("ID", "name", "first_name", "last_name")}
                for account in self._book.state.accounts
                if account["ID"] in ids
            ],
        )

    def _agents(self, call: Call) -> Answer:
        return self._present(call, "agents", "agent_id")

    def _contractors(self, call: Call) -> Answer:
        return self._present(call, "contractors", "contractor_id")

    def _present(self, call: Call, table: str, field: str) -> Answer:
        ids = {job[field] for job in self.visible(call.who)}
        names = ("ID", "uuid", "first_name", "last_name")
        rows = [row for row in self._book.state.tables[table] if row["ID"] in ids]
        return ok(data=[{name: row[name] for name in names} for row in rows])

    def _clients(self, call: Call) -> Answer:
        homes = {job["address_id"] for job in self.visible(call.who)}
        tables = self._book.state.tables
        names = {home["landlord"] for home in tables["addresses"] if home["ID"] in homes}
        return ok(data=[row for row in tables["landlords"] if row["name"] in names])

    def _commits(self, call: Call) -> Answer:
        rows = self._book.state.commits[self._asked(call)["uuid"]][::-1]
        return ok(data=rows, count=len(rows))

    def _notification_state(self, call: Call) -> Answer:
        job = self._asked(call)
        sent = [
            row
            for row in self._book.state.told.get(job["uuid"], [])
            if row["contractor_id"] == job["contractor_id"]
        ]
        return ok(
            data={
                "contractor_id": job["contractor_id"],
                "contractor_name": job["contractor_name"],
                "is_notified": bool(sent),
                "notifications_sent": len(sent),
                "last_notified_at": sent[-1]["at"] if sent else None,
                "last_notified_by": sent[-1]["by"] if sent else None,
            },
        )

    def _preview_delete(self, call: Call) -> Answer:
        job, state = self._asked(call), self._book.state
        return ok(
            data={
                "job_ref": job["job_ref"],
                "job_title": job["job_title"],
                "can_delete": True,
                "will_delete": {
                    "commits": len(state.commits[job["uuid"]]),
                    "case_notes": len(state.notes.get(job["uuid"], [])),
                    "photos": job["photos_count"],
                    "documents": job["documents_count"],
                    "archived_files": len(state.archived_files.get(job["uuid"], [])),
                },
                "warning": "This cannot be undone",
            },
        )

    def _search(self, call: Call) -> Answer:
        """Search everything; only jobs and users are here to be found [api/search]."""
        started = time.perf_counter()
        call.needs("api.search.global.manage")
        wanted = call.query.get("q", "").strip()
        if len(wanted) < 2:
            raise bad("q")
        types = call.query.get("types", "jobs,users,branches,settings").split(",")
        most = call.window(10, most=50)
        found: dict[str, list[Row]] = {kind: [] for kind in types}
        if "jobs" in found:
            found["jobs"] = [
                _hit(job, wanted)
                for job in self._listed(call.who)
                if wanted.casefold() in f"{_searched(job)} {job['full_address']}".casefold()
            ][most]
        if "users" in found:
            found["users"] = [
                {"id": account["ID"], "name": account["name"], "email": account["email"]}
                for account in self._book.state.accounts
                if wanted.casefold() in account["name"].casefold()
            ][most]
        took = round((time.perf_counter() - started) * 1000, 2)
        return Answer({"success": True, "query": wanted, "data": found, "elapsed_ms": took})


def sees(account: Row, job: Row) -> bool:
    """Whether the account may see the job."""
    if account["account_type"] == "Agent":
        return bool(job["agent_id"] == account["agent_id"])
    if account["account_type"] == "Contractor":
        return bool(job["contractor_id"] == account["contractor_id"])
    return True


def _searched(job: Row) -> str:
    return f"{job['job_title']} {job['job_ref']} {job['job_description']}".casefold()


def _hit(job: Row, wanted: str) -> Row:
    names = ("ID", "uuid", "job_ref", "job_title", "status_name", "full_address")
    place = f"{job['job_title']}, {job['full_address']}"
    mark = re.sub(
        re.escape(html.escape(wanted)),
        lambda found: f"<mark>{found[0]}</mark>",
        html.escape(place),
        flags=re.IGNORECASE,
    )
    return {name: job[name] for name in names} | {"highlight": mark}
