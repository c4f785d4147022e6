"""The lists a job form needs: priorities, statuses, types, people and places."""

from collections.abc import Callable, Iterable
from typing import Final

from bot.sandbox.propops.book import Book
from bot.sandbox.propops.call import Answer, Call, Row, ok
from bot.sandbox.propops.fields import is_email
from bot.sandbox.propops.job_reads import LIST, MANAGE, JobReads
from bot.sandbox.propops.options import Options
from bot.sandbox.propops.post import Post
from bot.sandbox.propops.refusal import Refusal, bad, not_found

_PREFIX: Final = {"priorities": "priority", "statuses": "status", "types": "type"}
_TENANT_TEXTS: Final = ("tenant_number_primary", "tenant_number_work", "tenant_email")
_NOTES: Final = "api.jobs.case-notes.manage"


class Lookups:
    """Read the tables; add tenants and case notes."""

    def __init__(self, book: Book, reads: JobReads, post: Post, options: Options) -> None:
        self._book = book
        self._state = book.state
        self._reads = reads
        self._post = post
        self._options = options

    def endpoints(self) -> dict[tuple[str, str], Callable[[Call], Answer]]:
        found: dict[tuple[str, str], Callable[[Call], Answer]] = {
            ("GET", "/api/jobs/priorities"): self._named_rows,
            ("GET", "/api/jobs/statuses"): self._named_rows,
            ("GET", "/api/jobs/types"): self._named_rows,
            ("GET", "/api/agents/list"): self._agents,
            ("GET", "/api/contractors/list"): self._contractors,
            ("GET", "/api/contractors/trades"): self._trades,
            ("GET", "/api/jobs/case-notes"): self._notes,
            ("POST", "/api/jobs/case-notes"): self._add_note,
        }
        for path in ("list", "manage"):
            if self._options.tenants in {path, "both"}:
                found["GET", f"/api/tenants/{path}"] = self._tenants
                found["POST", f"/api/tenants/{path}"] = self._add_tenant
        if self._options.address_path:
            found["GET", "/api/addresses/list"] = self._addresses
        return found

    def _named_rows(self, call: Call) -> Answer:
        _only_list(call)
        call.needs(MANAGE, LIST)
        table = call.path.rpartition("/")[2]
        rows = [dict(row) for row in self._state.tables[table]]
        if self._options.lookup_names == "prefixed":
            rows = [
                {f"{_PREFIX[table]}_name" if name == "name" else name: row[name] for name in row}
                for row in rows
            ]
        return ok(data=rows, count=len(rows))

    def _agents(self, call: Call) -> Answer:
        _only_list(call)
        call.needs("api.agents.list.manage")
        branch = call.integer("branch_id")
        rows = self._state.tables["agents"]
        if branch is not None:
            rows = [row for row in rows if row["branch_id"] == branch]
        return self._page(call, _search(call, rows, "first_name", "last_name", "email"))

    def _contractors(self, call: Call) -> Answer:
        _only_list(call)
        call.needs("api.contractors.list.manage")
        rows: Iterable[Row] = self._state.tables["contractors"]
        number = call.integer("trade_id")
        if number is not None:
            trade = self._state.find("trades", number)
            name = None if trade is None else trade["name"]
            rows = [row for row in rows if name in row["trades"]]
        return self._page(call, _search(call, rows, "first_name", "last_name"))

    def _trades(self, call: Call) -> Answer:
        call.needs("api.contractors.trades.manage")
        return self._page(call, self._state.tables["trades"])

    def _addresses(self, call: Call) -> Answer:
        call.needs(MANAGE)
        rows = [
            {name: row[name] for name in ("ID", "uuid", "full_address")}
            for row in self._state.tables["addresses"]
        ]
        return self._page(call, _search(call, rows, "full_address"))

    def _tenants(self, call: Call) -> Answer:
        self._needs_tenants(call)
        rows: Iterable[Row] = self._state.tables["tenants"]
        if call.action == "get":
            row = next((r for r in rows if r["uuid"] == call.query.get("uuid")), None)
            if row is None:
                raise not_found("Tenant") if call.query.get("uuid") else bad("uuid")
            return ok(data=row)
        _only_list(call)
        home = call.integer("address_id")
        if home is not None:
            rows = [row for row in rows if row["address_id"] == home]
        if call.flag("unassigned") is True:
            rows = [row for row in rows if row["address_id"] is None]
        return self._page(call, _search(call, rows, "tenant_name", "tenant_email", "full_address"))

    def _add_tenant(self, call: Call) -> Answer:
        """`/list` takes no `action`, `/manage` wants `create` [api-reference/tenants]."""
        self._needs_tenants(call)
        body = dict(call.body)
        if body.pop("action", None) != "create" and call.path.endswith("/manage"):
            raise bad("action")
        unexpected = set(body) - {"tenant_name", "tenant_address_id", *_TENANT_TEXTS}
        if unexpected:
            raise Refusal(400, f"Unexpected parameter: {min(unexpected)}")
        name, home = body.get("tenant_name"), body.get("tenant_address_id")
        if not isinstance(name, str) or not name.strip():
            raise bad("tenant_name")
        place = self._state.find("addresses", home) if isinstance(home, int) else None
        if home is not None and place is None:
            raise bad("tenant_address_id")
        for field in _TENANT_TEXTS:
            value = body.get(field)
            right = is_email(value) if field == "tenant_email" else isinstance(value, str)
            if value is not None and not right:
                raise bad(field)
        number = self._state.next("tenant")
        row = {
            "ID": 830 + number,
            "uuid": self._state.uuid("new tenant", number),
            "tenant_name": name,
            **{field: body.get(field) for field in _TENANT_TEXTS},
            "address_id": home,
            "full_address": place["full_address"] if place else None,
            "created_at": self._book.now(),
        }
        self._state.tables["tenants"].append(row)
        return ok(tenant_id=row["ID"], tenant_uuid=row["uuid"])

    def _needs_tenants(self, call: Call) -> None:
        call.needs(f"api.tenants.{call.path.rpartition('/')[2]}.manage")

    def _notes(self, call: Call) -> Answer:
        _only_list(call)
        call.needs(_NOTES)
        job = self._reads.named(call.query.get("job_uuid"), call.who, "job_uuid")
        return self._page(call, self._state.notes.get(job["uuid"], [])[::-1])

    def _add_note(self, call: Call) -> Answer:
        call.needs(_NOTES)
        unexpected = set(call.body) - {"job_uuid", "note_text", "send_email"}
        if unexpected:
            raise Refusal(400, f"Unexpected parameter: {min(unexpected)}")
        job = self._reads.named(call.body.get("job_uuid"), call.who, "job_uuid")
        text, mail = call.body.get("note_text"), call.body.get("send_email", False)
        if call.is_form and mail in {"true", "false"}:
            mail = mail == "true"
        if not isinstance(text, str) or not text.strip():
            raise bad("note_text")
        if not isinstance(mail, bool):
            raise bad("send_email")
        row = self._book.note(job, call.who["name"], text, mail=mail)
        if mail:
            self._post.noted(job)
        return ok(note_id=row["ID"])

    def _page(self, call: Call, rows: list[Row]) -> Answer:
        page = rows[call.window(self._options.page_size)]
        return ok(data=page, count=len(page) if self._options.count == "page" else len(rows))


def _only_list(call: Call) -> None:
    if call.action != "list":
        raise bad("action")


def _search(call: Call, rows: Iterable[Row], *names: str) -> list[Row]:
    """The rows that hold every word searched for, in any of these fields."""
    words = call.query.get("search", "").casefold().split()
    return [
        row
        for row in rows
        if all(word in " ".join(str(row[n] or "") for n in names).casefold() for word in words)
    ]
