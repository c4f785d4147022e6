"""Names that outlive a release: what a database, Slack, PropOps or a dashboard already holds.

`NAMES` is the list; the code is compared with it. A new name is simply added. A name that is gone
or was renamed needs more than a change here: a migration that renames it in the databases in use
(`bot/store/migrations`, see `test_upgrade.py`), or, for what stands in messages of Slack and in
PropOps, code that goes on reading the old one.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from pydantic import TypeAdapter

import handlers
from bot.engine import dbos_engine, ownership, takeover
from bot.jobs.actions import Action
from bot.jobs.change import State, change_id
from bot.jobs.outcome import Outcome, Why
from bot.jobs.promises import PromiseKind
from bot.jobs.reference_mark import mark
from bot.slack.message_metadata import EVENT_TYPE
from bot.store import audit_log, database, tokens
from bot.store.approval_rows import ApprovalState, DecisionKind
from bot.store.schema import metadata
from bot.views.buttons import Press
from bot.web.metrics import Metrics
from bot.web.routes import Routes
from bot.workflows.changes.run import WORKFLOW

_ROOT = Path(__file__).parents[2]

COLUMNS = {
    "account_owners": "account enterprise first_linked_at linked_at team user_id",
    "approval_decisions": "at change_id decision encrypted enterprise id reason round team user_id",
    "approvals": (
        "amount approvers asked_at case_noted change_id channel expires_at "
        "job_updated_at needed next_at reminders_sent round state ts why"
    ),
    "attempts": "at change_id detail id number result result_at",
    "audit_log": (
        "as_whom at detail enterprise hash outcome place previous seq subject team user_id what"
    ),
    "board_readers": (
        "enterprise everybody home_opened_at home_place home_read_at home_row morning_at "
        "morning_channel morning_on morning_place morning_row morning_sent_at morning_tried_at morning_ts team user_id"
    ),
    "board_snoozes": "at enterprise key state team until_at user_id",
    "cards": (
        "attempt change_ended_at change_id channel claimed_at enterprise job_deleted job_updated_at "
        "job_uuid missing_since next_at posted_by shows_money team ts"
    ),
    "channel_settings": "at channel enterprise settings team user_id version",
    "change_events": "at change_id detail id what",
    "changes": (
        "action address_id after base before content_encrypted created_at due_at encrypted enterprise "
        "fields fingerprint finished_at has_private held id job_ref job_uuid key names outcome place "
        "purged run send_at seq state target team trace updated_at user_id"
    ),
    "contractor_acts": "acted_at contractor_id job_uuid looked_at looks team",
    "deferred_tasks": "change_id due_at kind tries",
    "drafts": ("created_at encrypted enterprise expires_at id job_uuid kind place team user_id"),
    "failed_sign_ins": "at id key",
    "followed_jobs": "facts follow_id job_uuid",
    "follows": (
        "at channel criteria due_at enterprise id paused paused_at pending team tried_at user_id "
        "version watermark"
    ),
    "installations": (
        "app bot bot_user encrypted ended_at ended_why enterprise expires_at installed_at installed_by name "
        "refused_version rotated_by rotating_until rotation scopes team url version"
    ),
    "job_claims": "at change_id job_uuid team",
    "kept_presses": "due_at encrypted enterprise id name team tries user_id",
    "link_previews": "at channel encrypted enterprise job_updated_at job_uuid number shows_money team ts user_id",
    "link_tickets": (
        "busy_until digest enterprise expires_at issued_at pressed_at team tries used_at user_id"
    ),
    "oauth_states": "issued_at state",
    "promises": "at channel due_at encrypted ends_at enterprise key kind subject team ts user_id",
    "read_cards": "at channel encrypted enterprise job_uuid team user_id",
    "rehearsal_items": "heard_at kind subject team",
    "secret_keys": "encrypted name",
    "sent_notices": "at key",
    "shared_account_requests": (
        "accounts answer enterprise expires_at id owner_enterprise owner_team owner_user_id team user_id"
    ),
    "slack_sign_ins": (
        "browser encrypted enterprise issued_at state team used_at user_id verified_at"
    ),
    "slack_profiles": "profile seen_at team user_id workspace",
    "told_jobs": "channel facts job_uuid team",
    "watched_jobs": (
        "active_at encrypted job_closed job_uuid look_at silent team tell_at unread version"
    ),
    "tokens": ("dead_at encrypted enterprise expires_at linked_as linked_at team user_id version"),
}
"""By table."""
NAMES: dict[str, tuple[str, ...]] = {
    "columns": tuple(
        f"{table}.{column}" for table, columns in COLUMNS.items() for column in columns.split()
    ),
    "states of a change": (
        "applying",
        "asked",
        "checking",
        "done",
        "expired",
        "failed",
        "refused",
        "unknown",
        "waiting",
        "withdrawn",
    ),
    "actions": (
        "add_case_note",
        "add_document",
        "add_photo",
        "create",
        "delete",
        "restore_archived_file",
        "restore_commit",
        "send_assignment_notification",
        "update",
    ),
    "reasons in an outcome": (
        "approval",
        "behind",
        "conflict",
        "down",
        "gone",
        "link",
        "lost",
        "operator",
        "refused",
        "sure",
        "undecryptable",
        "undo",
        "withdrawn",
    ),
    "keys of an outcome": (
        "account",
        "already",
        "also_of",
        "approval_round",
        "approvers",
        "asked_again_because",
        "candidates",
        "claimed_job",
        "conflicts",
        "crashes",
        "doubted",
        "duplicates",
        "failures",
        "field",
        "forbidden",
        "no_job",
        "parked_at",
        "reported",
        "said",
        "summary",
        "tier",
        "times_again",
        "too_few_approvers",
        "unread",
        "why",
    ),
    "states of an approval": (
        "approved",
        "expired",
        "open",
        "rejected",
        "withdrawn",
    ),
    "decisions": (
        "approve",
        "expire",
        "reject",
        "withdraw",
    ),
    "events of a change": (
        "applying",
        "attempt",
        "duplicate check",
        "operator",
        "run",
    ),
    "results of an attempt": (
        "landed",
        "not sent",
        "refused",
        "sent",
        "set aside",
        "throttled",
        "unknown",
    ),
    "kept presses": (
        *("again", "archive", "claim", "decide", "delete now", "keep job", "line", "share"),
        *("undo", "unknown line", "withdraw"),
    ),
    "kinds of promises": (
        *("approval", "checking", "draft", "held", "link", "raise", "shared account", "sure"),
        *("undo", "unknown"),
    ),
    "kinds of deferred tasks": (
        "add files",
        "card over",
        "card waits",
        "chase",
        "check duplicates",
        "deletion over",
        "deletion waits",
        "job missing",
        "operator decided",
        "remove undo",
    ),
    "audit entries": (
        "approval.void",
        "approval.{}",
        "board.chased",
        "board.morning",
        "board.snooze_ended",
        "board.snooze_undone",
        "board.snoozed",
        "board.switched",
        "change.{}",
        "channel.settings",
        "channel.settings_ended",
        "home.opened",
        "link.asked_owner",
        "link.made",
        "link.refused",
        "link.removed",
        "link.shared",
        "operator.{}",
        "private.shown",
        "refused",
        "tokens.resealed",
        "workspace.cleared",
        "workspace.ended",
        "workspace.installed",
    ),
    "workflows": ("change.move_on",),
    "engine": (
        "application propops-slack",
        "executor on SQLite bot",
        "version 1",
    ),
    "steps": (
        "apply",
        "show",
    ),
    "advisory locks": (
        "audit log 7002010",
        "executors 7001",
        "link versions 7002002",
        "migration 7002001",
    ),
    "keys": (
        "board:{}:{}",
        ":{}",
        "comment:{}:{}:{}",
        "feed:{}:{}:{}",
        "follow-many:{}:{}",
        "follow-rests:{}:{}",
        "follow:{}:{}",
        "follow:{}:{}:many",
        "invite:{}:{}",
        "link-ended:{}:{}",
        "link-ends:{}:{}:{}",
        "link_offer:{}",
        "notify:{}:{}",
        "panel:{}:{}:{}:{}",
        "share-answered:{}",
        "share-asked:{}",
        "sign-ins:{}:{}",
        "status:{}:{}:{}",
        "sure:{}",
        "undo:{}:{}",
        "unsent:{}:{}",
        "work_objects:{}",
        "{}:again{}",
        "{}:of:{}",
        "{}:added",
        "{}:archive",
        "{}:behind",
        "{}:approval:{}",
        "{}:approval:{}:remind:{}",
        "{}:card",
        "{}:doubled",
        "{}:event{}",
        "{}:here",
        "{}:kept",
        "{}:operator:{}:{}",
        "{}:outcome",
        "{}:outside:{}:{}",
        "outside-burst:{}:{}",
        "{}:raise",
        "{}:refused",
        "{}:undo:{}",
        "{}:unknown:{}",
        "{}:waiting:{}",
        "{}:{}",
        "{}:{}:held",
    ),
    "ids that Slack holds": (
        "action follow.agent_id",
        "action follow.change",
        "action follow.contractor_id",
        "action follow.end",
        "action follow.job_type_id",
        "action follow.priority_id",
        "action follow.status_id",
        "action follow.take",
        "options follow.agent_id",
        "options follow.contractor_id",
        "options follow.job_type_id",
        "options follow.priority_id",
        "options follow.status_id",
        "submission channel.follow",
        "action access_details",
        "action address_id",
        "action attached",
        "action agent_id",
        "action card_channel",
        "action board.card",
        "action board.link",
        "action board.rows",
        "action board.rows.back",
        "action board.whose",
        "action card.again",
        "action card.approve",
        "action card.claim",
        "action card.contractor",
        "action card.delete",
        "action card.files",
        "action card.history",
        "action card.keep",
        "action card.more",
        "action card.now",
        "action card.note",
        "action card.notify_again",
        "action card.photos",
        "action card.notify",
        "action card.open",
        "action card.private",
        "action card.raise",
        "action card.reject",
        "action card.restore",
        "action card.retract",
        "action card.settle",
        "action card.show",
        "action card.snooze",
        "action card.status",
        "action card.sure",
        "action card.undo",
        "action card.update",
        "action card.withdraw",
        "action channel.reset",
        "action commit_id",
        "action contractor_budget",
        "action contractor_id",
        "action date_works_end_date",
        "action date_works_start_date",
        "action delete.archive",
        "action draft.discard",
        "action draft.resume",
        "action find.more",
        "action form.fill.1",
        "action form.fill.2",
        "action form.fill.3",
        "action form.fill.4",
        "action form.fill.5",
        "action form.more_fields",
        "action home.find",
        "action home.new",
        "action invoice_no",
        "action job_description",
        "action job_title",
        "action job_uuid",
        "action job_total_budget",
        "action job_type_id",
        "action link.forget",
        "action link.open",
        "action link.paste",
        "action link.share_no",
        "action link.share_yes",
        "action note_text",
        "action panel.contractor",
        "action panel.files",
        "action panel.history",
        "action panel.notify",
        "action panel.restore",
        "action panel.show",
        "action panel.update",
        "action priority_id",
        "action private_contact_email",
        "action private_contact_name",
        "action quote_no",
        "action private.keep",
        "action private.move",
        "action radar.open",
        "action rehearsal.button",
        "action rehearsal.open",
        "action reason",
        "action send_email",
        "action status_id",
        "action tenants_ids",
        "action time_range_id",
        "action total_amount",
        "action vat_percentage",
        "action why",
        "action works_order_ref",
        "closed approval.reject",
        "closed delete.send",
        "closed job.collision",
        "closed job.create",
        "closed job.update",
        "closed note.send",
        "command /job",
        "event app_home_opened",
        "event app_uninstalled",
        "event team_access_revoked",
        "event tokens_revoked",
        "event channel_shared",
        "event channel_unshared",
        "event entity_comments_requested",
        "event entity_details_requested",
        "event link_shared",
        "event user_change",
        "options address_id",
        "options agent_id",
        "options assignee.input",
        "options card.status",
        "options contractor_id",
        "options contractor_id.input",
        "options job_type_id",
        "options job_uuid",
        "options job_type_id.input",
        "options priority.input",
        "options priority_id",
        "options priority_id.input",
        "options status.input",
        "options status_id",
        "options status_id.input",
        "options rehearsal.search",
        "options tenants_ids",
        "options time_range_id",
        "message_shortcut job.from_message",
        "message_shortcut note.from_message",
        "shortcut job.new",
        "submission approval.reject",
        "submission channel.settings",
        "submission contractor.send",
        "submission delete.send",
        "submission entity_comment",
        "submission entity_detail",
        "submission files.send",
        "submission home.find",
        "submission job.collision",
        "submission job.create",
        "submission job.update",
        "submission link.token",
        "submission note.send",
        "submission photos.send",
        "submission notify.send",
        "submission rehearsal.send",
        "submission restore.send",
    ),
    "metadata of messages": ("propops_change",),
    "metrics": (
        "propops_bot_ack_seconds",
        "propops_bot_apologies",
        "propops_bot_approvals_waiting",
        "propops_bot_build_info",
        "propops_bot_cards_compared",
        "propops_bot_cards_kept_true",
        "propops_bot_cards_oldest_compared_seconds",
        "propops_bot_cards_open",
        "propops_bot_cards_within_reach",
        "propops_bot_change_card_seconds",
        "propops_bot_change_done_seconds",
        "propops_bot_changes",
        "propops_bot_changes_ended",
        "propops_bot_changes_open",
        "propops_bot_circuit_open",
        "propops_bot_database_up",
        "propops_bot_links",
        "propops_bot_oldest_waiting_seconds",
        "propops_bot_posts_waiting",
        "propops_bot_propops_call_seconds",
        "propops_bot_propops_rate_limit_headroom_ratio",
        "propops_bot_queue_depth",
        "propops_bot_queue_length",
        "propops_bot_ready",
        "propops_bot_requests",
        "propops_bot_requests_under_way",
        "propops_bot_runs",
        "propops_bot_runs_crashed",
        "propops_bot_runs_limit",
        "propops_bot_slack_call_seconds",
        "propops_bot_slack_rejected",
    ),
}


def code(*folders: str) -> Iterator[ast.AST]:
    """What is called, given or defined in these folders or files, the sandbox aside."""
    for folder in folders:
        path = _ROOT / folder
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            if "sandbox" not in file.parts:
                yield from nodes(file)


@cache
def nodes(file: Path) -> list[ast.AST]:
    told = (ast.Call, ast.keyword, ast.Assign, ast.FunctionDef)
    return [each for each in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(each, told)]


def literal(node: ast.AST) -> str | None:
    """A text, with `{}` for each value that is put in; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) or "{}" for part in node.values)
    return None


def literals(node: ast.AST) -> Iterator[str]:
    """The texts that an expression is made of."""
    text = literal(node)
    if text:
        yield text
    elif text is None and not isinstance(node, ast.Subscript):
        for part in ast.iter_child_nodes(node):
            yield from literals(part)


def arguments(name: str, place: int) -> Iterator[str]:
    """The texts given to calls of `name` as the argument at `place`."""
    for node in code("bot", "handlers"):
        if isinstance(node, ast.Call) and len(node.args) > place:
            called = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
            if called == name:
                yield from literals(node.args[place])


def keys() -> Iterator[str]:
    """The formulas of idempotency keys and notice keys: what is given as `key` or called so, or what `key_of` returns."""
    for node in code("bot/workflows", "bot/members", "handlers"):
        if isinstance(node, ast.keyword) and node.arg == "key":
            yield from literals(node.value)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "key":
            yield from literals(node.value)
        if isinstance(node, ast.FunctionDef) and node.name in {"key_of", "_key"}:
            yield from (text for each in node.body[-1:] for text in literals(each))


def listened_to() -> Iterator[str]:
    """What Slack names in a payload: commands, events, and the ids in messages and forms it holds."""
    routes = Routes()
    handlers.register(routes)
    for kind, name, _ in routes:
        yield f"{kind} {name}"


def values_of(file: str, keyword: str) -> Iterator[str]:
    """The texts that a module gives a keyword, such as a column's."""
    for node in code(file):
        if isinstance(node, ast.keyword) and node.arg == keyword:
            yield from literals(node.value)


def assigned(folder: str, *names: str) -> Iterator[str]:
    """The texts that module variables of these names hold."""
    for node in code(folder):
        if isinstance(node, ast.Assign):
            for target in ast.walk(node.targets[0]):
                if getattr(target, "id", None) in names:
                    yield from literals(node.value)


@cache
def in_the_code() -> Mapping[str, frozenset[str]]:
    """By group. Made when it is first asked for: it reads every module."""
    groups: dict[str, Iterable[str]] = {
        "columns": (
            f"{table}.{each.name}" for table in metadata.tables.values() for each in table.c
        ),
        "states of a change": get_args(State),
        "actions": get_args(Action),
        "reasons in an outcome": filter(None, get_args(Why)),
        "keys of an outcome": TypeAdapter(Outcome).json_schema()["properties"],
        "states of an approval": get_args(ApprovalState),
        "decisions": get_args(DecisionKind),
        "events of a change": [
            *arguments("append_event", 3),
            *arguments("add_event", 1),
            *arguments("Event", 1),
        ],
        "results of an attempt": [
            *arguments("record_result", 1),
            *values_of("bot/store/change_log.py", "result"),
        ],
        "kinds of promises": get_args(PromiseKind),
        "kinds of deferred tasks": [
            *assigned(
                *("bot/workflows", "ADD_FILES", "CHASE", "CHECK_DUPLICATES", "JOB_MISSING"),
                "REMOVE_UNDO",
            ),
            *assigned(
                "bot/workflows", "DELETION_OVER", "DELETION_WAITS", "CARD_OVER", "CARD_WAITS"
            ),
            *assigned("bot/store", "OPERATOR_DECIDED"),
        ],
        "audit entries": arguments("AuditEntry", 0),
        "workflows": [WORKFLOW],
        "engine": [
            f"application {dbos_engine.APPLICATION}",
            f"version {dbos_engine.VERSION}",
            f"executor on SQLite {ownership.SOLE_EXECUTOR}",
        ],
        "steps": arguments("step", 0),
        "advisory locks": [
            f"{name} {number}"
            for name, number in {
                "migration": database._MIGRATION_LOCK,
                "link versions": tokens._VERSION_LOCK,
                "audit log": audit_log._LOCK,
                "executors": takeover.LOCK_SPACE,
            }.items()
        ],
        "keys": keys(),
        "kept presses": handlers.press_functions(),
        "ids that Slack holds": listened_to(),
        "metadata of messages": [EVENT_TYPE],
        "metrics": (name.removesuffix("_total") for name in Metrics().described()),
    }
    return {group: frozenset(names) for group, names in groups.items()}


@pytest.mark.parametrize("group", sorted(NAMES))
def test_names_that_outlive_a_release_are_those_of_the_list(group: str) -> None:
    listed, used = set(NAMES[group]), in_the_code()[group]
    gone, new = sorted(listed - used), sorted(used - listed)
    assert not gone, (
        f"{group}: {', '.join(gone)} is gone or renamed, yet databases, messages or dashboards in "
        "use still hold it. Keep it, or write a migration (bot/store/migrations) and then take it "
        f"off this list. New instead: {', '.join(new) or 'nothing'}."
    )
    assert not new, f"{group}: add to this list, for it is for ever: {', '.join(new)}"


def test_every_group_is_looked_at() -> None:
    assert set(NAMES) == set(in_the_code())
    assert all(names for names in in_the_code().values())


def test_a_change_id_follows_from_its_key_as_ever() -> None:
    """PropOps holds it in every job that was created: see `reference_mark`."""
    assert change_id("T1:V1") == "S-67OA3EDDMXKW"
    assert mark("Leak", change_id("T1:V1")) == "Leak\n\nSlack ref S-67OA3EDDMXKW"


def test_a_button_pressed_today_is_read_after_every_release() -> None:
    """Messages keep their buttons, and the values in them."""
    press = Press("notify", "u-1", "JOB-001", 2, "S-1")
    assert press.action_id == "card.notify"
    assert press.written(2_000) == '["notify","u-1",2,"S-1","JOB-001"]'
