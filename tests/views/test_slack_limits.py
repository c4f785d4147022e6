"""Every view in its extreme states keeps every documented limit of Slack."""

import contextlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as SdkView

from bot.jobs.actions import SUBCOMMANDS, WRITES, SubCommand
from bot.jobs.attached_files import AttachedFile
from bot.jobs.card_buttons import CARD_BUTTONS
from bot.jobs.change import Member
from bot.jobs.channel_settings import ChannelSettings
from bot.jobs.deletions import PendingDeletion
from bot.jobs.file_batch import BatchProgress
from bot.jobs.follows import CRITERIA, MOST_FOLLOWS
from bot.jobs.forms import FIELDS
from bot.jobs.model import ArchivedFile, CaseNote, Choice, Commit, Job
from bot.jobs.outcome import JobRow, Outcome
from bot.store.tokens import Link
from bot.views import (
    approvals,
    blocks,
    change_status,
    channel_settings,
    command_messages,
    confirmations,
    edit_conflict,
    follow_form,
    follows,
    home,
    job_details,
    linking,
    messages,
    modals,
    search_results,
    uploads,
)
from bot.views.blocks import Message, View
from bot.views.buttons import Press
from bot.views.card_lines import CardView
from bot.views.follow_form import FollowForm
from bot.views.follows import FollowLine
from bot.views.job_card import event, job_card
from tests.views.board_samples import worst_messages
from tests.views.samples import (
    AT,
    JOB,
    LISTS,
    SAM,
    STORMS,
    UUID,
    a_change,
    much,
    worst_changes,
    worst_choices,
    worst_commits,
    worst_job,
    worst_values,
)
from tests.views.slack_rules import broken_message, broken_view

URL = "https://propops.example.com/jobs/" + "x" * 2_000
Views = Iterator[tuple[str, View]]
Messages = Iterator[tuple[str, Message]]


def _files(text: str) -> list[AttachedFile]:
    return [AttachedFile(f"F{number:060}", text, "photo", "", 10**9) for number in range(15)]


def _batch(text: str) -> BatchProgress:
    file = AttachedFile("F1", text).to_json()
    refused = a_change("add_photo", job_ref=text, target={"file": file}, state="failed")
    return BatchProgress([refused.but(outcome=Outcome("refused", text))] * 10, 10)


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
    for at in (0, 6, 900):
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


@cache
def drawn(storm: str) -> tuple[list[tuple[str, View]], list[tuple[str, Message]]]:
    """For two tests each: to draw takes longer than to look."""
    return list(all_views(storm)), list(all_messages(storm))


@pytest.mark.parametrize("storm", STORMS)
def test_everything_keeps_every_limit(storm: str) -> None:
    views, messages = drawn(storm)
    for name, view in views:
        assert broken_view(view) == [], name
    for name, message in messages:
        assert broken_message(message.wire()) == [], name


@pytest.mark.parametrize("storm", STORMS)
def test_what_is_drawn_is_what_slack_sdk_would_send(storm: str) -> None:
    """Views are plain dicts; here alone slack_sdk's own models validate them."""
    views, messages = drawn(storm)
    for name, view in views:
        assert SdkView(**view).to_dict() == view, name
    for name, message in messages:
        validated = [block.to_dict() for block in Block.parse_all(message.blocks)]
        assert validated == list(message.blocks), name


def test_the_checker_itself_sees_breaches() -> None:
    bad = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "x" * 25},
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": "<!channel>", "verbatim": True}},
            {"type": "input", "block_id": "a", "label": {"type": "mrkdwn", "text": "A"},
             "element": {"type": "static_select", "action_id": "a", "options": []}},
        ],
    }  # fmt: skip
    told = "\n".join(broken_view(bad))
    for word in ("view title", "ping", "no submit", "not plain", "0 options"):
        assert word in told


def test_too_much_metadata_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="metadata"):
        modals.draw(modals.FormView("create", "New job", metadata={"x": "y" * 3_001}))


wild = st.text(st.characters(), max_size=60).flatmap(
    lambda text: st.sampled_from([text, text * 40, text + "<!channel>" + text, "&" * 50 + text])
)
ready = st.lists(
    st.sampled_from(
        ["&amp;", "&lt;", "&gt;", "<@U1>", "<#C1>", "👍🏽", "👩‍👧", "a", " ", "\n", "é"]
    )
).map("".join)


@given(wild)
def test_escaping_leaves_nothing_that_slack_would_read(text: str) -> None:
    escaped = blocks.escape(text)
    assert not set("<>") & set(escaped)
    back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == blocks.tidy(text)


@given(ready, st.integers(1, 60))
def test_clipping_keeps_to_the_length_and_cuts_inside_nothing(text: str, most: int) -> None:
    cut = blocks.clip(text, most)
    assert blocks.size(cut) <= most
    if cut == text:
        return
    assert cut.endswith("…")
    assert text.startswith(cut[:-1])
    rest = text[len(cut) - 1 :].lstrip()
    assert cut.count("<") == cut.count(">")
    assert not rest.startswith(("amp;", "lt;", "gt;", "\u200d", "🏽"))
    assert cut.count("&") == sum(cut.count(each) for each in ("&amp;", "&lt;", "&gt;"))


@given(ready, st.integers(6, 60))
def test_pages_lose_nothing_but_the_space_between_them(text: str, most: int) -> None:
    pages = blocks.pages(text, most)
    assert "".join("".join(pages).split()) == "".join(text.split())
    assert all(blocks.size(page) <= most for page in pages)


uuids = st.uuids().map(str)
actions = st.sampled_from([*CARD_BUTTONS, "claim", "again"])


@given(
    actions, uuids, wild, st.integers(1, 999_999), st.from_regex(r"S-[A-Z2-7]{12}", fullmatch=True)
)
def test_a_press_comes_back_as_it_was_written(
    action: str, job: str, ref: str, attempt: int, change: str
) -> None:
    press = Press(action, job, ref, attempt, change)
    for most, room in ((2_000, 600), (150, 40)):
        value = press.written(most)
        back = Press.read(value)
        assert blocks.size(value) <= most
        assert (back.action, back.job, back.attempt, back.change) == (action, job, attempt, change)
        if blocks.size(ref) <= room and ref.isprintable() and ref.isascii() and '"' not in ref:
            assert back.ref in (ref, "") or len(ref) > 20
    assert press.button("x")["action_id"] == f"card.{action}"


NONSENSE: list[Any] = [
    "",
    "{}",
    "[]",
    "x",
    "null",
    '["notify","u",true,"",""]',
    '["notify","u",0,"",""]',
    '["NOTIFY","u",1,"",""]',
    '["notify","../etc",1,"",""]',
    '["notify","u",1,"","",""]',
    "[" * 1_500,
    "9" * 3_000,
    None,
    7,
]


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_is_no_press(value: Any) -> None:
    with pytest.raises(ValueError):
        Press.read(value)


@given(
    st.one_of(
        st.text(max_size=200),
        st.recursive(st.none() | st.integers() | st.text(), st.lists).map(str),
    )
)
def test_reading_a_press_fails_in_one_way_only(value: str) -> None:
    with contextlib.suppress(ValueError):
        Press.read(value)


def test_a_short_list_that_is_too_heavy_is_searched_instead() -> None:
    heavy = [Choice(at, "🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 30) for at in range(1, 101)]
    form = modals.FormView("create", "New job", options={"statuses": heavy})
    [status] = [
        block for block in modals.draw(form)["blocks"] if block.get("block_id") == "status_id"
    ]
    assert status["element"]["type"] == "external_select"
    assert modals.draw(modals.FormView("create", JOB.job_title))["title"]["text"]
