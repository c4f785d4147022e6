"""Protocols of what lies outside: PropOps as one person, and the lists to choose from."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from bot.jobs.actions import Action
from bot.jobs.model import (
    ArchivedFile,
    CaseNote,
    Choice,
    Commit,
    Job,
    NotificationState,
    Receipt,
    SearchResult,
    Upload,
)
from bot.jobs.name_index import NameIndex
from bot.jobs.statuses import StatusNames


class PropOps(Protocol):
    """PropOps as one person. Reads retry by themselves; a write is sent at most once a call.

    Every method raises `bot.errors.PropOpsError` kinds only. Writes raise `OutcomeUnknown` when
    the request may have been applied, `Unreachable` when it certainly was not.
    """

    @property
    def must_wait(self) -> bool:
        """Whether PropOps has asked this account for a pause: reads wait until it is over."""
        return False

    async def get(self, uuid: str) -> Job: ...
    async def search(self, text: str, limit: int = 50) -> Sequence[Job]: ...
    async def find(self, ref: str) -> Job | None:
        """The job with this reference or uuid, read whole; None when there is none."""

    async def listed(self, ref: str) -> Job | None:
        """The job with this reference or uuid as the list has it, which may lack fields."""

    async def marked(self, mark: str) -> Sequence[Job]:
        """Every job whose description or works order ref carries the mark."""

    async def commits(self, uuid: str) -> Sequence[Commit]: ...
    async def notice(self, uuid: str) -> NotificationState: ...
    async def preview_delete(self, uuid: str) -> Sequence[str]: ...
    async def search_all(
        self, text: str, people: Mapping[str, Sequence[int]] = ...
    ) -> SearchResult:
        """Jobs that fit a text, wherever PropOps finds it.

        `people`: filter (`contractor_id`, `agent_id`) → ids of those whom the text names.
        """

    async def mine(self) -> SearchResult:
        """The jobs that this member raised."""

    async def open_jobs(
        self, names: StatusNames, statuses: Sequence[Choice], *, mine: bool = ...
    ) -> SearchResult:
        """The jobs that are not closed, by `names`; `statuses`: those of the instance, where known."""

    async def near(self, title: str, place: Choice) -> Sequence[Job]:
        """Jobs at an address that may be about what a title says; quick, and never complete."""

    async def case_notes(self, uuid: str) -> Sequence[CaseNote]: ...
    async def archived_files(self, uuid: str) -> Sequence[ArchivedFile] | None:
        """None where the instance does not list them."""

    async def write(
        self, action: Action, body: Mapping[str, Any], upload: Upload | None = None
    ) -> Receipt:
        """One POST of the action's endpoint; the CSRF token is added here."""

    async def prefetch_csrf(self) -> None:
        """Fetches a CSRF token ahead for the next write; never raises."""


class Lookups(Protocol):
    """Lists to choose from, for one person; cached."""

    async def options(self, lookup: str) -> Sequence[Choice]: ...
    async def find(self, lookup: str, text: str, limit: int = 100) -> Sequence[Choice]: ...
    async def name(self, lookup: str, id_: int) -> str | None: ...
    async def contacts(self, ids: Collection[int]) -> Sequence[str]:
        """Each of these tenants as a line with e-mail and telephone; private, never cached."""

    async def warm_up(self, timeout: float = 1.5) -> None:  # noqa: ASYNC109 - loads go on after it
        """Loads all lists at once, waits so many seconds for them; never raises."""

    def indexes(self) -> Mapping[str, NameIndex]:
        """The indexes that are ready now, by lookup name, without waiting for any."""
