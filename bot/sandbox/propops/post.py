"""What PropOps tells the world about a change: e-mails, notifications, the journal of writes."""

from collections.abc import Callable
from copy import deepcopy

from bot.sandbox.propops.book import Book
from bot.sandbox.propops.call import Row

Publish = Callable[[Row], None]


class Post:
    """Keeps what would have been sent, and tells whoever watches."""

    def __init__(self, book: Book, publish: Publish) -> None:
        self._book = book
        self._publish = publish

    def wrote(self, action: str, by: str, body: Row, job: Row) -> None:
        """A write of the API was applied. The CSRF token is no longer in the body by now."""
        row = {
            "action": action,
            "by": by,
            "body": deepcopy(body),
            "job_ref": job["job_ref"],
            "uuid": job["uuid"],
            "at": self._book.now(),
        }
        self._book.state.writes.append(row)
        self._publish({"type": "write", **row})

    def created(self, job: Row) -> None:
        """A new job is mailed to its contractor and its agent [features/email]."""
        self._mail("job_created", job, self._contractor(job), self._agent(job))

    def updated(self, before: Row, job: Row) -> None:
        """Contractor and agent hear of every update, the tenants of a new status."""
        self._mail("job_updated_contractor", job, self._contractor(job))
        self._mail("job_updated_agent", job, self._agent(job))
        if before["status_id"] != job["status_id"]:
            self._mail("job_updated_customer", job, *self._tenants(job))
            if job["status_name"] == "Complete":
                self._mail("job_completed", job, self._agent(job))

    def assigned(self, job: Row, by: str) -> None:
        """The contractor is told that the job is theirs; nothing stops a second time."""
        row = {
            "job_ref": job["job_ref"],
            "contractor": job["contractor_name"],
            "contractor_id": job["contractor_id"],
            "by": by,
            "at": self._book.now(),
        }
        self._book.state.notified.append(row)
        self._book.state.told.setdefault(job["uuid"], []).append(row)
        self._publish({"type": "notified", **row})
        self._mail("assignment_notification", job, self._contractor(job))

    def noted(self, job: Row) -> None:
        """A case note whose writer asked for it to be mailed."""
        self._mail("case_note", job, self._contractor(job), self._agent(job))

    def _mail(self, kind: str, job: Row, *to: str | None) -> None:
        for address in to:
            if address is not None:
                words = kind.replace("_", " ").capitalize()
                row = {
                    "to": address,
                    "kind": kind,
                    "subject": f"{words}: {job['job_ref']} {job['job_title']}",
                    "job_ref": job["job_ref"],
                    "at": self._book.now(),
                }
                self._book.state.emails.append(row)
                self._publish({"type": "email", **row})

    def _contractor(self, job: Row) -> str | None:
        return self._address("contractors", job["contractor_id"], "email")

    def _agent(self, job: Row) -> str | None:
        return self._address("agents", job["agent_id"], "email")

    def _tenants(self, job: Row) -> list[str | None]:
        return [self._address("tenants", n, "tenant_email") for n in job["tenants_ids"]]

    def _address(self, table: str, number: int | None, name: str) -> str | None:
        row = None if number is None else self._book.state.find(table, number)
        return None if row is None else row[name]
