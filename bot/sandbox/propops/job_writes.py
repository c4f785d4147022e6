"""POST /api/jobs/manage: the six ways to change a job."""

from collections.abc import Callable
from typing import Any, Final

from bot.sandbox.propops.book import Book
from bot.sandbox.propops.call import DONE, Answer, Call, Row, ok
from bot.sandbox.propops.faults import JOBS_PATH
from bot.sandbox.propops.fields import (
    OPTIONAL,
    as_html,
    checked,
    from_form,
    is_integer,
    require,
)
from bot.sandbox.propops.job_reads import MANAGE, JobReads
from bot.sandbox.propops.options import Options
from bot.sandbox.propops.post import Post
from bot.sandbox.propops.refusal import Refusal, bad, forbidden, not_found

_CONTRACTORS_MAY: Final = frozenset({"update"})
"""Contractors update the jobs given to them; they do not raise, restore or delete any."""


class JobWrites:
    """The writes, each checked whole before anything is changed."""

    def __init__(self, book: Book, reads: JobReads, post: Post, options: Options) -> None:
        self._book = book
        self._reads = reads
        self._post = post
        self._options = options

    def endpoints(self) -> dict[tuple[str, str], Callable[[Call], Answer]]:
        return {("POST", JOBS_PATH): self._manage}

    def _manage(self, call: Call) -> Answer:
        actions: dict[str, Callable[[Row, Row], tuple[Row, Answer]]] = {
            "create": self._create,
            "update": self._update,
            "delete": self._delete,
            "send_assignment_notification": self._notify,
            "restore_commit": self._restore_commit,
            "restore_archived_file": self._restore_file,
        }
        action = actions.get(call.action)
        if action is None:
            raise bad("action")
        call.needs(MANAGE)
        if call.who["account_type"] == "Contractor" and call.action not in _CONTRACTORS_MAY:
            raise forbidden()
        fields = {name: value for name, value in call.body.items() if name != "action"}
        job, answer = action(from_form(fields) if call.is_form else fields, call.who)
        self._post.wrote(call.action, call.who["name"], call.body, job)
        return answer

    def _create(self, body: Row, who: Row) -> tuple[Row, Answer]:
        require(body)
        fields = self._as_stored(checked(body, self._book.state))
        if who["account_type"] == "Agent":
            fields.setdefault("agent_id", who["agent_id"])
            if fields["agent_id"] != who["agent_id"]:  # they would not see it
                raise bad("agent_id")
        if fields.get("vat_percentage") is None:
            fields["vat_percentage"] = 20
        job = self._book.add(fields, who)
        self._post.created(job)
        ids = {name: job[name] for name in ("ID", "uuid", "job_ref")}
        status = self._options.create_status
        match self._options.create_answer:
            case "full":
                payload: Row = {"success": True, "data": ids, "message": DONE}
            case "flat":
                payload = {"success": True, **ids, "message": DONE}
            case "bare":
                payload = {"success": True, "message": DONE}
        return job, Answer(payload, status)

    def _update(self, body: Row, who: Row) -> tuple[Row, Answer]:
        job = self._named(body, who)
        sent = {name: value for name, value in body.items() if name != "uuid"}
        if self._options.update_requires_all:
            require(sent)
        fields = self._as_stored(checked(sent, self._book.state))
        if self._options.missing_clears:
            for name in OPTIONAL:
                # a total nobody sent is worked out, not emptied
                if name != "total_amount":
                    fields.setdefault(name, [] if name == "tenants_ids" else None)
        before = dict(job)
        self._book.write(job, fields, who["name"], "Job updated")
        self._post.updated(before, job)
        return job, ok()

    def _delete(self, body: Row, who: Row) -> tuple[Row, Answer]:
        job = self._named(body, who)
        _nothing_else(body, "uuid")
        self._book.remove(job)
        return job, ok()

    def _notify(self, body: Row, who: Row) -> tuple[Row, Answer]:
        job = self._named(body, who)
        _nothing_else(body, "uuid")
        if job["contractor_id"] is None:
            raise Refusal(400, "No contractor is assigned to this job")
        self._post.assigned(job, who["name"])
        return job, ok()

    def _restore_commit(self, body: Row, who: Row) -> tuple[Row, Answer]:
        job = self._named(body, who)
        _nothing_else(body, "uuid", "commit_id")
        if not is_integer(body.get("commit_id")):
            raise bad("commit_id")
        commits = self._book.state.commits[job["uuid"]]
        commit = next((c for c in commits if c["commit_id"] == body["commit_id"]), None)
        if commit is None:
            raise not_found("Commit")
        before = dict(job)
        self._book.restore(job, commit, who["name"])
        self._post.updated(before, job)
        return job, ok()

    def _restore_file(self, body: Row, who: Row) -> tuple[Row, Answer]:
        """The file is named by `file_id`, or as well by `file_uuid`."""
        job = self._named(body, who)
        _nothing_else(body, "uuid", "file_id", "file_uuid")
        key, wanted = _file_key(body)
        files = self._book.state.archived_files.get(job["uuid"], [])
        file = next((row for row in files if row[key] == wanted), None)
        if file is None:
            raise not_found("File")
        files.remove(file)
        counter = "photos_count" if file["kind"] == "photo" else "documents_count"
        self._book.write(
            job,
            {counter: job[counter] + 1},
            who["name"],
            f"Restored file {file['file_name']}",
        )
        return job, ok()

    def _named(self, body: Row, who: Row) -> Row:
        return self._reads.named(body.get("uuid"), who)

    def _as_stored(self, fields: Row) -> Row:
        if self._options.html_descriptions and "job_description" in fields:
            return fields | {"job_description": as_html(fields["job_description"])}
        return fields


def _nothing_else(body: Row, *expected: str) -> None:
    unexpected = [name for name in body if name not in expected]
    if unexpected:
        raise Refusal(400, f"Unexpected parameter: {unexpected[0]}")


def _file_key(body: Row) -> tuple[str, Any]:
    if isinstance(body.get("file_uuid"), str) and "file_id" not in body:
        return "file_uuid", body["file_uuid"]
    if not is_integer(body.get("file_id")):
        raise bad("file_id")
    return "file_id", body["file_id"]
