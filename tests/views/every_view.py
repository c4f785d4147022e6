"""Every view, in its extreme states."""

from collections.abc import Iterator
from typing import Any

from bot.jobs.channel_settings import ChannelSettings
from bot.jobs.follows import CRITERIA, MOST_FOLLOWS
from bot.jobs.forms import FIELDS
from bot.jobs.model import ArchivedFile, Choice, Commit, Job
from bot.jobs.outcome import Outcome
from bot.views import (
    approvals,
    change_status,
    channel_settings,
    confirmations,
    edit_conflict,
    follow_form,
    home,
    linking,
    modals,
    search_results,
    uploads,
)
from bot.views.blocks import View
from bot.views.buttons import Press
from bot.views.follow_form import FollowForm
from bot.views.follows import FollowLine
from tests.views.every_message import URL, _batch, _candidates, _files
from tests.views.samples import (
    LISTS,
    UUID,
    a_change,
    much,
    worst_changes,
    worst_choices,
    worst_commits,
    worst_job,
    worst_values,
)

Views = Iterator[tuple[str, View]]


def _follow_lines(text: str) -> list[FollowLine]:
    """As many as one channel may have, of a colleague whose link has ended."""
    return [
        FollowLine(f"F-{number}", text, text, mine=False, paused="link")
        for number in range(MOST_FOLLOWS)
    ]


def all_views(storm: str) -> Views:
    text, job = much(storm), worst_job(storm)
    lists: dict[str, Any] = {name: worst_choices(storm) for name in [*LISTS, "time_ranges"]}
    full: dict[str, Any] = {
        "values": worst_values(storm),
        "options": lists,
        "metadata": {"form": "F-1", "n": 1, "channel": "C" * 100},
        "notes": [text] * 30,
        "problems": dict.fromkeys([*FIELDS, "csrf_token", ""], text),
        "new": set(FIELDS),
        "revision": 3,
        "takes_files": True,
        "attached": _files(text),
    }
    yield "create", modals.draw(modals.FormView("create", text, **full))
    yield (
        "channel settings",
        channel_settings.settings_form(
            "C1",
            ChannelSettings(
                buttons=("note", "show"), quiet="20:00-07:00", job_type_id=1, agent_id=2
            ),
            usual_quiet=text[:20],
            types=lists["job_types"],
            names={"job_type_id": text, "agent_id": text},
            follows=_follow_lines(text),
            set_by=channel_settings.last_set(text, 1e9),
            version=1,
        ),
    )
    yield (
        "follow",
        follow_form.with_preview(
            follow_form.follow_form(
                FollowForm(
                    "C1",
                    text,
                    5,
                    lines=_follow_lines(text),
                    chosen=dict.fromkeys(CRITERIA, worst_choices(storm)[:20]),
                )
            ),
            follow_form.preview_blocks([job] * 4, cut=True),
        ),
    )
    yield "followed", follow_form.done(text)
    yield "update", modals.draw(modals.FormView("update", text, job=job, **full))
    yield "bare", modals.draw(modals.FormView("create", "", {}, {}))
    for choice in ("optional", "required"):
        anywhere = modals.FormView("create", "New job", channel_choice=choice, card_channel="C1")
        yield f"card channel {choice}", modals.draw(anywhere)
    long = {
        "options": {**lists, "statuses": worst_choices(storm, 101)},
        "hidden": {"quote_no"},
    }
    yield "long lists", modals.draw(modals.FormView("create", "New job", **{**full, **long}))
    change = a_change("update", fields={"job_title": text}, job_ref=text)
    press = Press("reject", UUID, text, 999, change.id)
    yield "reject", approvals.reject_form(press)
    yield "awaiting", approvals.waiting_view(change.but(outcome=Outcome(said=text)))
    yield "paste", linking.paste_form()
    yield "link checking", linking.checking()
    yield "link outcome", linking.outcome(text)
    yield "loading", modals.loading(text)
    yield "saving", modals.saving(change)
    yield "checking", modals.checking(change)
    yield "waiting", modals.waiting(change)
    yield "result", modals.result(change, job, [text] * 100, URL)
    yield "bare result", modals.result(change, Job(uuid=UUID))
    yield "sorry", modals.sorry(text, text, {"form": "F-1"})
    yield "unknown", modals.unknown(change.but(action="create", outcome=_candidates(text)))
    yield "job", modals.job_view(job, URL, [text] * 30)
    yield "bare job", modals.job_view(Job(uuid=UUID))
    commits = worst_commits(storm)
    yield "restore", modals.restore_picker(job, commits, None, None, {"job": UUID}, text)
    for changes in (None, [], worst_changes(storm)):
        picker = modals.restore_picker(job, commits, commits[250], changes, {"job": UUID})
        yield f"restore {changes is None}", picker
    yield "nameless", modals.restore_picker(job, [Commit(at=text, by=text)] * 300)
    yield "no commits", modals.restore_picker(job, [])
    kept = {"job": UUID, "ref": "JOB-001", "channel": "C1"}
    yield "notify", confirmations.notify_ask(job, "told", [text] * 3, [text] * 9, kept)
    for takes in (None, [], [text] * 60):
        yield "delete", confirmations.delete_ask(job, takes, Choice(16, text), kept)
    files = [ArchivedFile(at, text, text, text, text) for at in range(150)]
    for listed in (None, [], files, [ArchivedFile(text * 9, text)]):
        yield "files", confirmations.files_ask(job, listed, kept)
    yield "photos", uploads.ask(text, kept)
    yield "photos saving", uploads.saving(10)
    yield "photos progress", uploads.progress_view(_batch(text), text)
    yield "add note", confirmations.note_ask(text, kept)
    option = search_results.job_option(job)
    yield (
        "note of a message",
        confirmations.note_ask("", kept, text, problem=text, job=option, files=_files(text)),
    )
    yield "note for a job to be chosen", confirmations.note_ask("", kept, text, job={})
    yield "contractor", confirmations.contractor_ask(job, kept)
    yield "no", confirmations.refusal("Delete job", text)
    yield "held", change_status.held_view(change)
    yield "deletion", change_status.deletion_view(change)
    both = {"name": "job_title", "was": text, "theirs": text, "mine": text}
    theirs = {"name": "vat_percentage", "was": 5, "theirs": 20}
    names: dict[str, Any] = {"mine": {}, "theirs": {}, "was": {}}
    sent = {"job_title": text, "job_description": text, "works_order_ref": text}
    yield (
        "conflict",
        edit_conflict.draw(text, [both, theirs], by=text, sent=sent, **names, metadata=kept),
    )
    alike = [job.model_copy(update={"uuid": f"{UUID}{at}"}) for at in range(3)]
    yield "alike", modals.draw(modals.FormView("create", "New job", similar=alike))
    blank = [Commit(id=at) for at in range(5)]
    yield "blank commits", modals.restore_picker(job, blank, blank[0], [])
    yield "find", home.find_form()
