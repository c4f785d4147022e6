"""What a process keeps for itself, and why another one, or the same one started anew, does well without it.

Whatever decides lies in the database. A new dictionary of a class is added here with one of the reasons,
or it belongs into the database.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
_EMPTY = {"LruDict", "Counter", "defaultdict", "dict", "set", "OrderedDict"}

WORK = (
    "of what this process is doing itself: tasks, locks, queues, somebody who waits for an answer"
)
CACHE = "of what is read anew within seconds or minutes; what it decides is checked again where it counts"
AGAIN = "spares a second telling or call; without it something harmless happens once more"
FIXED = "made once at the start, from the code or the settings"

REASONS = {
    WORK: """
        bot/jobs/private_text/line.py:forward bot/jobs/private_text/line.py:leading
        bot/jobs/private_text/line.py:_parts
        bot/propops/http/fair_slots.py:_waiting bot/propops/open_jobs.py:found bot/propops/changed_jobs.py:found
        bot/slack/message_updates.py:_messages bot/web/bolt.py:running
        bot/concurrency.py:_locks bot/concurrency.py:_users
        bot/engine/active_runs.py:_tasks bot/engine/dbos_engine.py:_in_step
        bot/engine/recovery.py:_idle_before
        bot/propops/http/csrf.py:_fetching bot/propops/http/fair_slots.py:_held
        bot/propops/http/rate_limit.py:_paused_until bot/propops/http/rate_limit.py:_given_up_until
        bot/slack/channel_directory.py:_requests bot/slack/modals.py:_pending
        bot/slack/modals.py:answered
        bot/slack/post_once.py:_unconfirmed bot/slack/rate_limit.py:_queues
        bot/slack/user_directory.py:_requests
        bot/web/installations.py:_renewing bot/web/standing_gauges.py:labels bot/web/socket_mode.py:_in_progress
        bot/web/socket_mode.py:_open bot/workflows/board/homes.py:_asked bot/workflows/changes/run_leases.py:_renewals
        bot/workflows/approvals/decisions.py:_showing
        bot/workflows/cards/job_shows.py:_under_way
        bot/workflows/changes/dispatcher.py:_busy bot/workflows/changes/dispatcher.py:_entered
        bot/workflows/changes/dispatcher.py:_members bot/workflows/changes/dispatcher.py:_started
        bot/workflows/changes/load_shedding.py:_unanswered
        bot/workflows/changes/watchers.py:_waiting bot/workflows/deferred_tasks.py:_running
        bot/workflows/drafts/unsent_forms.py:_writing
        bot/workflows/linking/permissions.py:_calls bot/workflows/scheduler.py:_tasks
        handlers/background.py:_running handlers/background.py:_tasks handlers/kept_presses.py:_lines
        handlers/job_form_submit.py:_locks handlers/job_form_submit.py:_newest
        handlers/sign_of_life.py:_signs
    """,
    CACHE: """
        bot/propops/lookups/cache.py:_members bot/workflows/cards/feed_hints.py:_readers
        bot/members/access.py:_unproven bot/members/access.py:_asked_anew
        bot/members/known_people.py:_kept
        bot/propops/http/csrf.py:_prefetched bot/propops/http/headroom.py:_left
        bot/propops/lookups/cached_list.py:_choices
        bot/slack/channel_directory.py:_known bot/slack/channel_members.py:_there
        bot/slack/conversation_search.py:_cached
        bot/slack/group_names.py:_names bot/slack/homes.py:_hashes
        bot/slack/post_once.py:_timestamps bot/slack/private_messages.py:_dm_channels
        bot/slack/user_directory.py:_groups bot/slack/user_directory.py:_profiles
        bot/slack/user_directory.py:_zones
        bot/store/alike_creates.py:_titles bot/store/channel_settings.py:_known
        bot/store/drafts.py:_written bot/store/encryption.py:_recent bot/store/tokens.py:_cache
        bot/web/installations.py:_identities
        bot/workflows/board/boards.py:_listed bot/workflows/changes/handover.py:_recorded
        bot/workflows/drafts/unsent_forms.py:_open bot/workflows/linking/permissions.py:_cached
        bot/workflows/work_objects.py:_paused handlers/property_choices.py:_known handlers/job_lists.py:_kept
    """,
    AGAIN: """
        bot/engine/log_filter.py:_seen bot/web/token_rotation.py:_told
        bot/members/known_people.py:_left bot/members/known_people.py:_unwritten
        bot/propops/http/spare_reads.py:_windows
        bot/slack/channel_directory.py:_asked_again_at bot/store/refusals.py:_counts
        bot/web/rejected_requests.py:_told_at bot/web/rejected_requests.py:_untold
        bot/web/slack_endpoint.py:_answers
        bot/workflows/board/homes.py:_published_at
        bot/workflows/board/homes.py:_shown bot/workflows/board/morning.py:_shown
        bot/workflows/cards/feed_hints.py:_seen bot/workflows/cards/job_shows.py:_written
        bot/workflows/cards/reconciler.py:_without_notes
        bot/workflows/changes/dispatcher.py:_begun bot/workflows/changes/file_progress.py:_shown
        bot/workflows/drafts/sent_forms.py:_sent bot/workflows/drafts/unsent_forms.py:_written
        handlers/background.py:_told_to_wait handlers/page_limit.py:_signed
        handlers/sign_of_life.py:_shown_at
    """,
    FIXED: """
        bot/app.py:checks bot/web/bolt.py:_ready bot/engine/dbos_engine.py:_bodies bot/engine/dbos_engine.py:_workflows
        bot/web/routes.py:_listeners bot/workflows/scheduler.py:_loops
        handlers/kept_presses.py:_functions
    """,
}


def listed() -> dict[str, str]:
    return {name: reason for reason, names in REASONS.items() for name in names.split()}


def kept() -> Iterator[str]:
    """`file:attribute` of each collection that a class begins empty, and so fills as it goes."""
    for package in ("bot", "handlers"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith("bot/sandbox/"):
                for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                    if attribute := _begun_empty(node):
                        yield f"{name}:{attribute}"


def _begun_empty(node: ast.AST) -> str:
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    is_own = isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)
    if not (is_own and value is not None and _is_empty(value)):
        return ""
    assert isinstance(target, ast.Attribute)
    return target.attr if ast.unparse(target.value) == "self" else ""


def _is_empty(value: ast.expr) -> bool:
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.Call):
        made = value.func.value if isinstance(value.func, ast.Subscript) else value.func
        return isinstance(made, ast.Name) and made.id in _EMPTY
    return False


def test_each_collection_has_its_reason() -> None:
    found, reasons = set(kept()), listed()
    assert sorted(found - set(reasons)) == [], "say why another process does well without it"
    assert sorted(set(reasons) - found) == [], "it is gone"
