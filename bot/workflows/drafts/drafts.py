"""Drafts: forms with what members have entered, stored, and opened again with all of it."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from bot.concurrency import side_by_side
from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json, Member, Place
from bot.jobs.display import names_in
from bot.jobs.fields import Pick
from bot.jobs.file_batch import files_of, kept
from bot.jobs.form_values import form_values, names_of, with_added
from bot.jobs.forms import FIELDS, wire_values
from bot.jobs.model import Choice, Job
from bot.jobs.ports import Lookups
from bot.jobs.promises import DRAFT_SECONDS
from bot.jobs.rich_text import formatting
from bot.jobs.updates import on_form
from bot.store.drafts import Draft, DraftStore
from bot.views.modals import FormView
from bot.workflows.card_channels import CardChannels
from bot.workflows.drafts.replaced import notes_of_replaced
from bot.workflows.drafts.unsent_content import ASKS_CHANNEL, note_content
from bot.workflows.promises import answers

_FIRST_STATUS = ("new", "open")
_PICKS = tuple(
    dict.fromkeys(entry.kind.lookup for entry in FIELDS.values() if isinstance(entry.kind, Pick))
)


class Drafts:
    def __init__(
        self,
        store: DraftStore,
        clock: Callable[[], float],
        channels: CardChannels,
        takes_files: Callable[[], bool],
    ) -> None:
        """`takes_files`: whether a form may ask for files."""
        self._store, self._clock, self.channels = store, clock, channels
        self._takes_files = takes_files

    async def new_form(
        self,
        lookups: Lookups,
        place: Place,
        values: Mapping[str, Any],
        notes: Sequence[str] = (),
        *,
        asks_channel: bool = False,
    ) -> FormView:
        """`values` came from typed text; the status starts at New. `asks_channel`: where the card goes."""
        options = await self.options(lookups)
        filled = dict(values)
        if "status_id" not in filled:
            first = _first_status(options.get("statuses", ()))
            if first is not None:
                filled["status_id"] = first
        return FormView(
            action="create",
            title=WRITES["create"].title,
            values=filled,
            options=options,
            metadata={"n": 1, "channel": place.channel},
            notes=notes,
            new=frozenset(values),
            card_channel=self.channels.channel_of(place),
            sharing=await self.channels.sharing_of(place),
            takes_files=self._takes_files(),
            channel_choice=self.channels.choice(asks=asks_channel),
        )

    async def update_form(
        self,
        lookups: Lookups,
        member: Member,
        place: Place,
        job: Job,
        values: Mapping[str, Any],
        notes: Sequence[str] = (),
    ) -> FormView:
        """A form for an update. The values it shows are stored, to detect edit conflicts."""
        base: Json = {"updated_at": job.updated_at, "fields": on_form(job)}
        names = await self._names(lookups, job)
        draft = self._new_draft(
            member,
            "update",
            job.uuid,
            {
                "base": base,
                "ref": job.job_ref,
                "names": names,
                "values": base["fields"],
                "job": {"uuid": job.uuid, "job_ref": job.job_ref, "job_title": job.job_title},
            },
            place,
        )
        await self._store.put(draft, once=True)
        now = form_values(base["fields"], names)
        merged = now | with_added(values, now)
        emptied = [name for name, value in values.items() if value is None]
        return FormView(
            action="update",
            title=WRITES["update"].title,
            values={name: value for name, value in merged.items() if value is not None},
            options=await self.options(lookups),
            metadata={"form": draft.id, "n": 1, "channel": place.channel, "job": job.uuid},
            notes=[*notes, *notes_of_replaced(job, values)],
            new=frozenset(values),
            cleared=[
                name
                for name in emptied
                if name not in base["fields"] and getattr(job, name) not in ("", ())
            ],
            job=job,
            formatting=formatting(job.job_description),
            card_channel=self.channels.channel_of(place),
            sharing=await self.channels.sharing_of(place),
        )

    async def keep_form(
        self, change: Change, problems: Mapping[str, str], current: Job | None = None
    ) -> Draft:
        """Stores the form of a change that failed or was withdrawn, with everything that was entered.

        `current`: the job as it is now, with which the member's next edit is compared.
        """
        attempt = int(change.target.get("n", 1)) + 1
        base = dict(change.base)
        if current is not None:
            base = {"updated_at": current.updated_at, "fields": on_form(current)}
        fields = dict(base.get("fields", {})) | dict(change.fields)
        names = dict(change.names)
        if current is not None:
            names = {**names_in(current), **names}
        content: Json = {"base": base, "ref": change.job_ref, "names": names, "values": fields}
        content |= {"n": attempt, "problems": dict(problems), **answers(change.target)}
        content |= kept(files_of(change.target))
        content |= {ASKS_CHANNEL: True} if change.place.card else {}
        was = base.get("fields", {})
        content["cleared"] = [
            name for name, value in change.fields.items() if _is_empty(value) and name not in was
        ]
        if change.job_uuid:
            title = str(dict(change.base).get("fields", {}).get("job_title", ""))
            content["job"] = {
                "uuid": change.job_uuid,
                "job_ref": change.job_ref,
                "job_title": title,
            }
        return await self.keep_change(change, content)

    async def keep_change(self, change: Change, content: Json) -> Draft:
        """Stores a change that failed or was withdrawn as a draft, to be opened again."""
        draft = self._new_draft(
            change.member, change.action, change.job_uuid, content, change.place, draft_of=change.id
        )
        await self._store.put(draft)
        return draft

    async def kept(self, change: Change) -> Draft | None:
        """What `keep_change` stored of it, as its member left it since."""
        return await self.get(_id_of(change.id), change.member)

    async def form_of(self, lookups: Lookups, draft: Draft) -> FormView:
        """The form of a draft."""
        content = draft.content
        before = content.get("base", {}).get("fields", {})
        values = form_values(content.get("values", {}), content.get("names", {}))
        action: Literal["create", "update"] = "update" if content.get("base") else "create"
        metadata: dict[str, str | int] = {
            "form": draft.id,
            "resumed": draft.id,
            "typed": 1,
            "n": int(content.get("n", 1)),
            "channel": draft.place.channel,
            **answers(content),
        }
        if draft.job_uuid:
            metadata["job"] = draft.job_uuid
        return FormView(
            action=action,
            title=WRITES[action].title,
            values=values,
            options=await self.options(lookups),
            metadata=metadata,
            notes=tuple(content.get("notes", ())),
            problems=content.get("problems", {}),
            cleared=content.get("cleared", ()),
            job=Job.model_validate(content["job"]) if content.get("job") else None,
            revision=int(content.get("n", 1)),
            formatting=formatting(str(before.get("job_description") or "")),
            card_channel=self.channels.channel_of(draft.place),
            sharing=await self.channels.sharing_of(draft.place),
            takes_files=action == "create" and self._takes_files(),
            attached=files_of(content),
            channel_choice=self.channels.choice(asks=bool(content.get(ASKS_CHANNEL))),
        )

    async def keep_note(self, change: Change, problem: str = "") -> Draft:
        """Stores a case note that was not added. `problem`: why."""
        text, mails = str(change.target["note_text"]), bool(change.target.get("send_email"))
        content = note_content(change.job_ref, text, send_email=mails, problem=problem)
        return await self.keep_change(change, content)

    async def keep_command(self, member: Member, place: Place, content: Json) -> Draft:
        """Stores a command as a draft, to be run later."""
        draft = self._new_draft(
            member, "command", "", content, place, draft_of=secrets.token_hex(8)
        )
        await self._store.put(draft)
        return draft

    async def get(self, form_id: str, member: Member) -> Draft | None:
        """A draft, only for the member it belongs to."""
        draft = await self._store.get(form_id)
        return draft if draft is not None and draft.member == member else None

    async def put(self, draft: Draft) -> None:
        """In place of the one with this id."""
        await self._store.put(draft)

    async def delete(self, form_id: str) -> None:
        await self._store.drop(form_id)

    async def options(self, lookups: Lookups) -> dict[str, Sequence[Choice]]:
        """The short lists of the form, by lookup name; a list without rows is left out."""
        lists = await side_by_side(*(lookups.options(name) for name in _PICKS))
        return {name: rows for name, rows in zip(_PICKS, lists, strict=True) if rows}

    async def _names(self, lookups: Lookups, job: Job) -> dict[str, Any]:
        names: dict[str, Any] = {**names_in(job)}
        if job.tenants_ids:
            tenant_names = await side_by_side(
                *(lookups.name("tenants", id_) for id_ in job.tenants_ids)
            )
            names["tenants_ids"] = [
                name or f"No. {id_}"
                for name, id_ in zip(tenant_names, job.tenants_ids, strict=True)
            ]
        if job.time_range_id:
            names["time_range_id"] = await lookups.name("time_ranges", job.time_range_id)
        return names

    def _new_draft(
        self,
        member: Member,
        kind: str,
        job_uuid: str,
        content: Json,
        place: Place,
        draft_of: str = "",
    ) -> Draft:
        now = self._clock()
        return Draft(
            id=_id_of(draft_of or secrets.token_hex(10)),
            member=member,
            kind=kind,
            job_uuid=job_uuid,
            content=content,
            place=place,
            created_at=now,
            expires_at=now + DRAFT_SECONDS,
        )


def values_before(draft: Draft | None) -> Mapping[str, Any]:
    """The form values that the form of an update started with; none for a new job."""
    if draft is None:
        return {}
    content = draft.content
    return form_values(content.get("base", {}).get("fields", {}), content.get("names", {}))


def wire_and_names(values: Mapping[str, Any]) -> tuple[Json, Json]:
    """Form values → what PropOps is sent, and the names of chosen things."""
    plain = {
        name: value.id
        if isinstance(value, Choice)
        else tuple(each.id for each in value)
        if isinstance(value, tuple) and value and isinstance(value[0], Choice)
        else value
        for name, value in values.items()
    }
    return wire_values(plain), names_of(values)


def _is_empty(value: Any) -> bool:
    return value in (None, "", [], ())


def _first_status(statuses: Sequence[Choice]) -> Choice | None:
    return next((row for row in statuses if row.name.casefold() in _FIRST_STATUS), None)


def _id_of(source: str) -> str:
    return f"F-{source}"
