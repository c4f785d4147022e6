"""The whole PropOps of this machine, and what a test or a panel can do with it."""

import base64
import contextlib
import time
from collections import deque
from copy import deepcopy
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route

from bot.sandbox.propops import control, faults
from bot.sandbox.propops.accounts import Accounts
from bot.sandbox.propops.book import Book, shown
from bot.sandbox.propops.call import Call, Row
from bot.sandbox.propops.faults import JOBS_PATH, Fault, Faults
from bot.sandbox.propops.feed import Feed, Subscription
from bot.sandbox.propops.fields import checked
from bot.sandbox.propops.gate import Gate
from bot.sandbox.propops.job_reads import JobReads
from bot.sandbox.propops.job_writes import JobWrites
from bot.sandbox.propops.lookups import Lookups
from bot.sandbox.propops.notifications import Notifications
from bot.sandbox.propops.options import Clock, Options, utc_now
from bot.sandbox.propops.post import Post
from bot.sandbox.propops.refusal import Refusal
from bot.sandbox.propops.seed_jobs import seeded
from bot.sandbox.propops.serving import bound, serving
from bot.sandbox.propops.state import load, save
from bot.sandbox.propops.uploads import Uploads


class SandboxPropOps:
    """A made-up letting agency behind the PropOps API.

    `seed` picks the made-up data. With `data`, a JSON file, everything outlives the process, and
    a file that is there wins over the seed. `clock` gives UTC times. The other arguments are
    those of `Options`, by name. What the methods return are copies.
    """

    def __init__(
        self,
        seed: int = 1,
        data: Path | None = None,
        clock: Clock = utc_now,
        **habits: Any,
    ) -> None:
        self._options = Options(**habits)
        self._data = data
        self._state = load(data) or seeded(seed, clock)
        self._faults = Faults()
        self._feed = Feed()
        self._book = Book(self._state, clock)
        self._accounts = Accounts(self._state, self._options, clock)
        self._reads = JobReads(self._book, self._options)
        post = Post(self._book, self._feed.publish)
        self._gate = Gate(
            self._accounts,
            self._options,
            {
                **self._accounts.endpoints(),
                **self._reads.endpoints(),
                **JobWrites(self._book, self._reads, post, self._options).endpoints(),
                **Uploads(self._book, self._reads, post).endpoints(),
                **Lookups(self._book, self._reads, post, self._options).endpoints(),
                **Notifications(self._book, self._options).endpoints(),
            },
            self._faults,
            applied=self._applied,
            publish=self._feed.publish,
        )
        verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        everything = Route("/{path:path}", self._gate.respond, methods=verbs)
        self.app = Starlette(routes=[*control.routes(self), everything])
        save(self._state, data)

    def serving(self, port: int = 0) -> contextlib.AbstractAsyncContextManager[str]:
        """Serve over HTTP on 127.0.0.1 for as long as the context lasts; gives the URL."""
        return serving(self.app, bound(port))

    # people

    def token_for(self, account: str) -> str:
        """A new token for the account of this name or e-mail; the earlier one is dead.

        Raises LookupError for an unknown account.
        """
        return str(self.issue(account)["token"])

    def issue(self, account: str) -> Row:
        """The same, as `{"token", "expires_at"}`."""
        entry = self._accounts.issue(self._account(account))
        self._save()
        return entry

    def revoke(self, account: str) -> None:
        """End the account's token: its next call is answered 401."""
        self._accounts.revoke(self._account(account))
        self._save()

    def email_of(self, account: str) -> str:
        """Raises LookupError for an unknown account."""
        return str(self._account(account)["email"])

    def forbid(self, account: str, *permissions: str) -> None:
        """Take these permissions from the account."""
        row = self._account(account)
        row["permissions"] = [key for key in row["permissions"] if key not in permissions]
        self._save()

    def permit(self, account: str, *permissions: str) -> None:
        """Give the account these permissions."""
        row = self._account(account)
        row["permissions"] = [*dict.fromkeys((*row["permissions"], *permissions))]
        self._save()

    # jobs

    @property
    def jobs(self) -> list[Row]:
        """Every job, oldest first."""
        return [shown(job) for job in self._state.jobs.values()]

    def job_by(self, ref: str) -> Row | None:
        """The job with this reference or uuid, None when there is none."""
        job = self._book.get(ref)
        return None if job is None else shown(job)

    def job(self, ref: str) -> Row:
        """The job with this reference or uuid. Raises LookupError when there is none."""
        return shown(self._found(ref))

    def commits(self, ref: str) -> list[Row]:
        """The commits of a job, oldest first. Raises LookupError for an unknown job."""
        return deepcopy(self._state.commits[self._found(ref)["uuid"]])

    def rows(self, table: str) -> list[Row]:
        """A table: `addresses`, `contractors`, `agents`, `tenants`, `statuses`, `types`, ..."""
        return deepcopy(self._state.tables[table])

    def edit(self, ref: str, by: str, **fields: Any) -> Row:
        """Someone changes a job in the web pages: a new commit, and `updated_at` moves.

        The fields are checked as the API checks them. Raises LookupError for an unknown job,
        ValueError for a wrong field.
        """
        job = self._found(ref)
        try:
            commit = self._book.write(job, checked(fields, self._state), by, "Edited in PropOps")
        except Refusal as refusal:
            raise ValueError(refusal.text) from refusal
        self._save()
        self._feed.publish({"type": "edit", "job_ref": job["job_ref"], "by": by, "fields": fields})
        return deepcopy(commit)

    def delete(self, ref: str) -> None:
        """Someone deletes a job in the web pages. Raises LookupError for an unknown job."""
        self._book.remove(self._found(ref))
        self._save()

    def raise_job(self, by: str, **fields: Any) -> Row:
        """Someone raises a job in the web pages. Raises LookupError for an unknown account."""
        job = self._book.add(fields, self._account(by))
        self._save()
        return shown(job)

    def archive_file(self, ref: str, name: str, by: str) -> Row:
        """Someone adds a photo to a job and archives it. Raises LookupError for an unknown job."""
        job = self._found(ref)
        number = self._state.next("file")
        file = {
            "file_id": 3000 + number,
            "file_uuid": self._state.uuid("file", number),
            "file_name": name,
            "file_type": "Photo",
            "kind": "photo",
            "size_bytes": 184_320,
            "archived_at": self._book.now(),
            "archived_by_name": by,
        }
        self._state.archived_files.setdefault(job["uuid"], []).append(file)
        self._save()
        return dict(file)

    def archived_files(self, ref: str) -> list[Row]:
        """The files of a job that can come back. Raises LookupError for an unknown job."""
        return deepcopy(self._state.archived_files.get(self._found(ref)["uuid"], []))

    def files(self, ref: str) -> list[tuple[str, str, bytes]]:
        """Photos and documents added to a job: kind, name and the bytes that came, oldest first.

        Raises LookupError for an unknown job.
        """
        rows = self._state.files.get(self._found(ref)["uuid"], [])
        return [(row["kind"], row["file_name"], base64.b64decode(row["data"])) for row in rows]

    def notes(self, ref: str) -> list[Row]:
        """The case notes of a job, as they were added. Raises LookupError for an unknown job."""
        return deepcopy(self._state.notes.get(self._found(ref)["uuid"], []))

    def add_note(self, ref: str, by: str, text: str, at: str = "") -> Row:
        """Someone writes a case note in the web pages. Raises LookupError for an unknown job."""
        note = self._book.note(self._found(ref), by, text, at=at)
        self._save()
        return dict(note)

    # what was done and seen

    @property
    def writes(self) -> list[Row]:
        """Every write to a job that was applied: action, by, body, job_ref, uuid, at."""
        return deepcopy(self._state.writes)

    @property
    def notified(self) -> list[Row]:
        """Assignment notifications sent: job_ref, contractor, contractor_id, by, at."""
        return deepcopy(self._state.notified)

    @property
    def emails(self) -> list[Row]:
        """E-mails that would have gone out: to, kind, subject, job_ref, at."""
        return deepcopy(self._state.emails)

    @property
    def requests(self) -> deque[Row]:
        """The last 5,000 requests: n, method, path, query, action, account, status, ms, fault.

        `status` is None while one is under way and 0 when its connection was dropped; `at` is
        Unix time.
        """
        return self._gate.requests

    def subscribe(self) -> Subscription:
        """Events from now on; their `type` is request, write, email, notified, edit or fault."""
        return self._feed.subscribe()

    def snapshot(self) -> Row:
        """All there is to show, as JSON; no token is in it."""
        refs = {uuid: job["job_ref"] for uuid, job in self._state.jobs.items()}
        return {
            "jobs": self.jobs,
            "commits": {refs[uuid]: deepcopy(c) for uuid, c in self._state.commits.items()},
            "writes": self.writes,
            "notified": self.notified,
            "emails": self.emails,
            "requests": [dict(request) for request in self.requests],
            "faults": self.faults,
            "accounts": [
                {name: row[name] for name in ("name", "email", "account_type", "role")}
                for row in self._state.accounts
            ],
        }

    # trouble

    def fail(self, fault: Fault) -> None:
        """Let this go wrong from now on."""
        self._faults.add(fault)

    @property
    def faults(self) -> list[Row]:
        """What is still to go wrong."""
        return self._faults.shown()

    def heal(self) -> None:
        """Nothing goes wrong any more, and every job is in the lists."""
        self._faults.clear()
        self._reads.listed_from.clear()

    def _applied(self, call: Call) -> None:
        """A POST went through: keep it, and hide a new job from lists if they are to lag."""
        if (
            call.path == JOBS_PATH
            and call.action == "create"
            and (lag := self._faults.take(call, faults.LAG))
        ):
            newest = next(reversed(self._state.jobs))
            self._reads.listed_from[newest] = time.monotonic() + lag.seconds
        self._save()

    def _account(self, who: str) -> Row:
        account = self._accounts.find(who)
        if account is None:
            raise LookupError(f"no account {who}")
        return account

    def _found(self, ref: str) -> Row:
        job = self._book.get(ref)
        if job is None:
            raise LookupError(f"no job {ref}")
        return job

    def _save(self) -> None:
        save(self._state, self._data)
