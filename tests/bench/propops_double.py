"""A PropOps for measuring: jobs, single-use CSRF tokens and lists, answered in microseconds.

It checks what a lost or doubled write would show in: every write spends a CSRF token of its own
session, and is counted. What else PropOps refuses is the sandbox's business.
"""

import itertools
import json
import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from tests.bench.http_double import Call, HttpDouble, Reply

Row = dict[str, Any]

JOBS = "/api/jobs/manage"
_LISTS: dict[str, list[Row]] = {
    "/api/jobs/priorities": [{"ID": n, "name": w} for n, w in enumerate(("Low", "High"), 1)],
    "/api/jobs/statuses": [{"ID": n, "name": w} for n, w in enumerate(("New", "Closed"), 1)],
    "/api/jobs/types": [{"ID": n, "name": w} for n, w in enumerate(("Plumbing", "Gas"), 1)],
    "/api/agents/list": [{"ID": 1, "name": "Oak Lettings"}],
    "/api/contractors/list": [{"ID": 1, "name": "Hill Heating"}],
}
_STREETS = ("Elm", "Oak", "Ash", "Beech", "Cedar", "Hazel", "Rowan", "Willow", "Maple", "Alder")
_KINDS = ("Row", "Street", "Road", "Lane", "Close", "Gardens", "Avenue", "Court", "Drive", "Way")
_TOWNS = ("Leeds", "York", "Bath", "Derby", "Hove", "Truro", "Ely", "Ripon", "Wells", "Perth")


class PropOpsDouble:
    """`addresses`: how many its tenants live at; `first_job`: the number of the first job.

    `refused`: calls no real PropOps would have taken.
    """

    def __init__(self, addresses: int = 20, first_job: int = 1) -> None:
        self.http = HttpDouble(self._answer)
        self.jobs: dict[str, Row] = {}
        self.writes: Counter[str] = Counter()
        """Action → how many times it was applied."""
        self.calls: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.lists_all = False
        self._addresses = addresses
        self._tenants: list[Row] = []
        self._csrf: dict[str, str] = {}
        self._numbers = itertools.count(first_job)

    def add_job(self, title: str = "Boiler not firing") -> Row:
        number = next(self._numbers)
        now = datetime.now(UTC).isoformat()
        job: Row = {
            "ID": number, "uuid": str(uuid.UUID(int=number + (1 << 100))), "job_ref": f"JOB-{number:05}",
            "job_title": title, "job_description": "No hot water since Monday", "address_id": 1,
            "full_address": address(1), "priority_id": 2, "priority_name": "High", "status_id": 1,
            "status_name": "New", "job_type_id": 1, "job_type_name": "Plumbing", "contractor_id": 1,
            "contractor_name": "Hill Heating", "agent_id": None, "tenants_ids": [],
            "created_at": now, "updated_at": now, "photos_count": 0, "documents_count": 0,
        }  # fmt: skip
        self.jobs[job["uuid"]] = job
        return job

    def _answer(self, call: Call) -> Reply:
        action = call.query.get("action", "")
        self.calls[f"{call.method} {call.path} {action}".strip()] += 1
        if call.path == "/api/system/heartbeat":
            return _ok({})
        if not call.bearer():
            return self._no(401, "No token")
        if call.path == "/api/security/csrf-token":
            token = uuid.uuid4().hex
            self._csrf[token] = call.bearer()
            return _ok({"token": token})
        if call.path == JOBS:
            return self._write(call) if call.method == "POST" else self._read(call, action)
        if call.path == "/api/tenants/list":
            return self._page(call)
        if call.path == "/api/users/permissions":
            return _ok(
                ["api.jobs.manage.manage", "api.jobs.manage.list", "api.search.global.manage"]
            )
        if call.path == "/api/users/profile":
            return _ok(_account(call.bearer()))
        if call.path == "/api/search":
            return Reply({"success": True, "query": call.query.get("q"), "data": {"jobs": []}})
        if call.path in _LISTS:
            return _ok(_LISTS[call.path])
        return self._no(404, f"Not found: {call.path}")

    def _read(self, call: Call, action: str) -> Reply:
        if action == "list":
            return self._every(call) if self.lists_all else self._list(call.query.get("search", ""))
        job = self.jobs.get(call.query.get("uuid", ""))
        if job is None:
            return self._no(404, "Job not found")
        match action:
            case "get":
                return _ok(job)
            case "get_assignment_notification_state":
                return _ok({"contractor_id": 1, "is_notified": False, "notifications_sent": 0,
                            "last_notified_at": None})  # fmt: skip
            case "list_commits":
                return _ok([])
        return self._no(400, "Missing or invalid parameter: action")

    def _list(self, wanted: str) -> Reply:
        """Without a text nothing: what it would list is nobody's business here."""
        found = [job for job in self.jobs.values() if wanted and wanted in job["job_description"]]
        return Reply({"success": True, "data": found[:50], "count": len(found)})

    def _every(self, call: Call) -> Reply:
        """All jobs page by page; each account has raised one in fifty."""
        jobs = list(self.jobs.values())
        if "created_by" in call.query:
            jobs = jobs[int(call.query["created_by"]) % 50 :: 50]
        if status := call.query.get("status_id"):
            jobs = [job for job in jobs if str(job["status_id"]) == status]
        start, most = int(call.query.get("offset", 0)), int(call.query.get("limit", 50))
        return Reply({"success": True, "data": jobs[start : start + most], "count": len(jobs)})

    def _write(self, call: Call) -> Reply:
        body = json.loads(call.raw)
        if self._csrf.pop(body.pop("csrf_token", ""), None) != call.bearer():
            return self._no(403, "Invalid CSRF token")
        action = body.pop("action", "")
        if action == "create":
            job = self.add_job()
        elif action in {"update", "send_assignment_notification"} and body.get("uuid") in self.jobs:
            job = self.jobs[body["uuid"]]
        else:
            return self._no(400, "Missing or invalid parameter: action")
        if action != "send_assignment_notification":
            job.update(body, updated_at=datetime.now(UTC).isoformat())
        self.writes[action] += 1
        return _ok({name: job[name] for name in ("ID", "uuid", "job_ref")})

    def _page(self, call: Call) -> Reply:
        if not self._tenants:
            self._tenants = [
                {"ID": n, "name": f"Tenant {n}", "address_id": n, "full_address": address(n)}
                for n in range(1, self._addresses + 1)
            ]
        start, most = int(call.query.get("offset", 0)), int(call.query.get("limit", 50))
        rows = self._tenants[start : start + most]
        return Reply({"success": True, "data": rows, "count": len(rows)})

    def _no(self, status: int, why: str) -> Reply:
        self.refused[why] += 1
        return Reply({"success": False, "error": why}, status)


def address(number: int) -> str:
    """The address with this number, from 1."""
    street, kind = _STREETS[number % 10], _KINDS[number // 10 % 10]
    return f"{number // 1000 + 1} {street} {kind}, {_TOWNS[number // 100 % 10]} LS{number % 97} {number % 9}AB"


def _account(token: str) -> Row:
    """Each token is somebody else's."""
    number = int(token, 16) % 10**9
    return {"ID": number, "name": f"Person {number}", "email": f"person{number}@example.com"}


def _ok(data: Any) -> Reply:
    return Reply({"success": True, "data": data, "message": "Done"})
