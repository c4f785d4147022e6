"""GET /api/system/notifications: what each account is told of jobs [api/notifications]."""

from collections.abc import Callable
from typing import Any, Final

from bot.sandbox.propops.book import Book
from bot.sandbox.propops.call import Answer, Call, Row, ok
from bot.sandbox.propops.job_reads import sees
from bot.sandbox.propops.options import Options
from bot.sandbox.propops.refusal import bad

PATH: Final = "/api/system/notifications"
VIEW: Final = "api.system.notifications.view"
_KEPT: Final = 200
_PAGE: Final = 20
_MOST: Final = 100


class Notifications:
    """Told are all who may see the job, but not whoever did it, as far as they hold the right to be."""

    def __init__(self, book: Book, options: Options) -> None:
        self._book, self._options = book, options
        book.heard = self.tell

    def endpoints(self) -> dict[tuple[str, str], Callable[[Call], Answer]]:
        return {("GET", PATH): self._list} if self._options.feed != "absent" else {}

    def tell(self, kind: str, job: Row, by: str) -> None:
        """`kind`: `job_update` or `case_note`. `by`: the name of whoever did it."""
        state = self._book.state
        words = {"job_update": "was updated", "case_note": "has a new case note"}[kind]
        for account in state.accounts:
            is_told = VIEW in account["permissions"] and sees(account, job)
            if account["name"] == by or not is_told:
                continue
            told = state.notifications.setdefault(account["email"], [])
            told.append(
                {
                    "id": state.next("notification"),
                    "type": kind,
                    "title": job["job_ref"],
                    "message": f"{job['job_ref']} {words}",
                    "resource_type": "job",
                    "resource_id": job["uuid"],
                    "is_read": False,
                    "created_at": self._book.now(),
                }
            )
            del told[:-_KEPT]

    def _list(self, call: Call) -> Answer:
        if call.action != "list":
            raise bad("action")
        call.needs(VIEW)
        if self._options.feed == "notices":  # the reference page's [7.2]
            notice = {
                "ID": 1,
                "title": "Maintenance",
                "body": "",
                "type": "info",
                "is_active": True,
            }
            return ok(data=[notice], count=1)
        rows: list[Row] = self._book.state.notifications.get(call.who["email"], [])[::-1]
        unread = [row for row in rows if not row["is_read"]]
        rows = unread if call.flag("unread_only") else rows
        page: list[Any] = rows[call.window(_PAGE, _MOST)]
        return ok(data=page, unread_count=len(unread), total=len(rows))
