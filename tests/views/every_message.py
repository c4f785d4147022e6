"""Every message, in its extreme states."""

from collections.abc import Iterator
from typing import Any

from bot.jobs.actions import SUBCOMMANDS, WRITES, SubCommand
from bot.jobs.attached_files import AttachedFile
from bot.jobs.change import Member
from bot.jobs.deletions import PendingDeletion
from bot.jobs.file_batch import BatchProgress
from bot.jobs.model import CaseNote, Job
from bot.jobs.outcome import JobRow, Outcome
from bot.store.tokens import Link
from bot.views import (
    approvals,
    change_status,
    command_messages,
    follows,
    job_details,
    linking,
    messages,
    search_results,
)
from bot.views.blocks import Message
from bot.views.buttons import Press
from bot.views.card_lines import CardView
from bot.views.job_card import event, job_card
from tests.views.board_samples import worst_messages
from tests.views.samples import (
    AT,
    SAM,
    UUID,
    a_change,
    much,
    worst_changes,
    worst_commits,
    worst_job,
)

URL = "https://propops.example.com/jobs/" + "x" * 2_000


Messages = Iterator[tuple[str, Message]]


def _files(text: str) -> list[AttachedFile]:
    return [AttachedFile(f"F{number:060}", text, "photo", "", 10**9) for number in range(15)]


def _batch(text: str) -> BatchProgress:
    file = AttachedFile("F1", text).to_json()
    refused = a_change("add_photo", job_ref=text, target={"file": file}, state="failed")
    return BatchProgress([refused.but(outcome=Outcome("refused", text))] * 10, 10)


def all_messages(storm: str) -> Messages:
    text, job = much(storm), worst_job(storm)
    card = CardView(
        job,
        text,
        SAM,
        AT,
        changes=worst_changes(storm),
        mailed=[text] * 50,
        notified=text,
        attempt=999_999,
        job_url=URL,
        note="\n".join([text] * 20),
        names={"time_range_id": text},
        money=True,
    )
    small = CardView(Job(uuid=UUID), "Job created", SAM, AT)
    states: tuple[Any, ...] = ("done", "deleted")
    for state in states:
        for view in (card, small):
            yield f"card {state}", job_card(CardView(**{**vars(view), "state": state}))
            yield f"event {state}", event(CardView(**{**vars(view), "state": state}))
            yield (
                f"shared {state}",
                job_card(CardView(**{**vars(view), "state": state, "money": False})),
            )
    yield "followed", follows.many([job] * 300, 5_000, money=True, link=lambda _: URL)
    for why in ("link", "right", "person", "channel"):
        yield "follow rests", follows.notice(follows.rests(why, "C1"))
    yield "nobody looks", follows.nobody_looks()
    yield "undo", job_card(CardView(job, text, SAM, AT, who=text, undo="S-" + "A" * 12))
    for waits in (True, False):
        deletion = PendingDeletion("S-" + "A" * 12, SAM, waits, 0 if waits else AT)
        yield (
            "deletion",
            job_card(CardView(job, text, SAM, AT, who=text, deleting=text, deletion=deletion)),
        )
    asked = a_change(
        "update", job_uuid=UUID, job_ref=text, outcome=Outcome(said=text, asked_again_because=text)
    )
    many = [f"S0APPROVERS{at:02}" for at in range(60)]
    for standing in ("open", "over"):
        wait = approvals.ApprovalView(
            asked,
            job,
            worst_changes(storm),
            text,
            many,
            99,
            2,
            AT,
            [text] * 20,
            standing,
            text,
            money=standing == "open",
        )
        yield f"approval {standing}", approvals.approval_card(wait)
        yield "reminder", approvals.reminder(wait, wider=True, gone=many)
    yield "waiting", approvals.waiting(asked, job, 999)
    yield "private", job_details.private_details(job, [text] * 60)
    yield "private none", job_details.private_details(Job(uuid=UUID), [])
    yield "linked", linking.linked(text, "F-1", {"command": "new", "text": text})
    yield "linked bare", linking.linked("")
    who = Member("", "T1", "U1")
    yield "about", linking.account(Member("", "T1", "U1"), text, Link(who, "-", AT), None)
    yield "unlinked", linking.unlinked(there_was=True)
    yield from worst_messages(storm)
    for page, paste in (
        (linking.LinkTarget(URL[:1_000], "0" * 64), False),
        (None, True),
        (None, False),
    ):
        yield "invitation", linking.invitation(who, text, page=page, paste=paste, request_kept=True)
    yield "odd member", job_card(CardView(job, "Job created", text, float("inf")))
    commands = {f"{at}{text[:40]}": SubCommand(text, text) for at in range(30)}
    yield "help", command_messages.help_text(commands)
    yield "small help", command_messages.help_text(SUBCOMMANDS)
    yield "command", command_messages.unknown_command(text, text)
    yield "no command", command_messages.unknown_command("", None)
    yield "missing ref", command_messages.missing_ref(text, text)
    yield "ref", command_messages.unknown_ref(text, text)
    yield "no ref", command_messages.unknown_ref("", None)
    question = command_messages.no_such_word(text)
    yield (
        "kept line",
        command_messages.kept_line(question, "update", guess="d" * 32, new_job="d" * 32),
    )
    question = command_messages.only_a_job(text)
    yield (
        "kept job",
        command_messages.kept_line(question, "update", guess="d" * 32, new_job="d" * 32),
    )
    question = command_messages.job_or_new(text)
    yield "number", command_messages.kept_line(question, "update", guess="d" * 32, new_job="d" * 32)
    yield "which job", command_messages.which_job("cancel", "REF", "d" * 32)
    either = [(text, "d" * 32)] * 5
    yield "which of", command_messages.which_of_jobs(either, several=False)
    yield "one of", command_messages.which_of_jobs(either[:1], several=False, new_job="d" * 32)
    yield "each of", command_messages.which_of_jobs(either, several=True)
    yield "no reference", command_messages.no_reference(text)
    yield "several", command_messages.several_refs(text, [job] * 30)
    yield "deleted", command_messages.deleted_job(text, text, 1.0)
    press = Press("raise", "-", text, change="c" * 32)
    yield "deleted by me", command_messages.deleted_job(text, "U1", 1.0, press)
    yield "link", messages.link_account(Member("", "T1", "U1"), text, request_kept=False)
    yield "link how", messages.link_account(Member("E1", "T1", "U1"), text)
    yield "refused", messages.refused(text)
    yield "channel", messages.cannot_post("<#C123>", text, job)
    yield "odd channel", messages.cannot_post(text, text, job)
    yield "sorry", messages.apology(text, "E-BCDFGHJ")
    yield "slow", messages.too_slow("F-1")
    yield "too slow", messages.too_slow()
    yield "details", messages.job_details(job, URL, [text] * 30)
    notes = search_results.note_lines(
        [CaseNote(at, text, text, text, emailed=True) for at in range(9)]
    )
    buttons = [(name, name) for name in ("update", "note", "history", "files")]
    yield "noted", messages.job_details(job, URL, [text] * 30, notes=notes, actions=buttons)
    for at in (0, search_results.ON_PAGE, 900):
        found = search_results.jobs_found(
            text, [job] * 300, at=at, partly=text, empty=text, more={"find": text[:300]}
        )
        yield "found", found
    yield "found none", search_results.jobs_found(text, [], empty=text)
    steps = [(commit, worst_changes(storm)) for commit in worst_commits(storm)[:15]]
    yield "history", search_results.history(job, steps, of=300)
    yield "no history", search_results.history(job, [], of=0)
    for action in WRITES:
        for more in ({}, {"job_ref": text, "fields": {"job_title": text}}):
            change = a_change(action, outcome=_candidates(text), job_uuid=UUID, **more)
            yield "failed", messages.failed(change, text)
            yield "draft", messages.failed(change, text, "F-1")
            yield "note", messages.note(change, text)
            yield "checking", messages.checking(change)
            yield "finished", messages.finished(change, job, URL)
            yield "finished", messages.finished(change, Job(uuid=UUID))
            yield "unknown", messages.unknown(change)
            yield "sure", messages.confirm_notify(change, text)
            yield "raise", messages.raise_again(change)
            yield "held", change_status.held(change)
            yield "deletion", change_status.deletion_waits(change)
            yield "kept", change_status.job_kept(change, text)
            yield "deleting", change_status.deleting_now(change)


def _candidates(text: str) -> Outcome:
    return Outcome(candidates=tuple(JobRow(f"u-{at}", text, text) for at in range(30)))
