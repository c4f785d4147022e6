"""The table of periodic tasks, and how often each runs.

`scheduler.every(seconds, work)` and `scheduler.daily(time(8), work)`: see `bot.workflows.scheduler`.
"""

from collections.abc import Awaitable, Callable
from datetime import time

from bot.settings import Settings
from bot.store.stores import Stores
from bot.web.installations import LOOKED_AT_EVERY
from bot.wiring.slack import SlackParts
from bot.wiring.stores import Clock
from bot.wiring.waits import Waits
from bot.wiring.workflows import Workflows
from bot.workflows.audit_witness import EVERY_SECONDS
from bot.workflows.cards.shared_channels import LOOK_SECONDS
from bot.workflows.due_work import DueWork
from bot.workflows.scheduler import Scheduler


def build_schedule(
    flows: Workflows,
    stores: Stores,
    slack: SlackParts,
    settings: Settings,
    clock: Clock,
    waits: Waits,
    *,
    take_up_presses: Callable[[], Awaitable[object]],
) -> Scheduler:
    async def wake() -> None:
        flows.dispatcher.wake()

    when = DueWork(stores.agenda, clock)
    tasks = when.when_due(lambda due: due.task, flows.deferred_tasks.start_due)

    async def settle() -> None:
        await flows.promises.sweep(flows.progress.settle)

    promises = when.when_due(lambda due: due.promise, settle)
    outcomes = when.when_due(lambda due: due.outcome, settle)
    presses = when.when_due(lambda due: due.press, take_up_presses)
    outside = flows.members.made_outside
    linked = when.when_linked(outside.poll, outside.retry_due)
    head = when.when_written(flows.audit_witness.watch, or_after=EVERY_SECONDS)
    approvals = when.when_due(lambda due: due.approval, flows.reminders.poll)
    changes = when.when_due(lambda due: due.change, wake)
    scheduler = Scheduler(stores.deferred_tasks, settings.zone, clock, sleep=waits.sleep)
    scheduler.every(waits.deferred_tasks, tasks, name="deferred tasks")
    scheduler.every(waits.deferred_tasks, promises, name="promises that no longer hold")
    scheduler.every(waits.deferred_tasks, outcomes, name="promises whose outcome is known")
    scheduler.every(waits.deferred_tasks, presses, name="presses left by a process that died")
    scheduler.every(waits.tokens, linked, name="tokens set from outside")
    scheduler.every(5, approvals, name="approvals that are due")
    scheduler.every(5, changes, name="changes that another process made due")
    _know_workspaces(scheduler, slack)
    scheduler.every(5, slack.in_each(flows.members.leavers.end_links), name="links of who has left")
    scheduler.daily(time(3), flows.members.leavers.check_all, name="who has left slack")
    scheduler.every(1800, flows.members.expiry_warnings.warn, name="links that end soon")
    scheduler.every(3600, flows.retention.run, name="retention", limit=3600)
    scheduler.every(30, head, name="head of the audit")
    scheduler.every(60, stores.refusals.close_due, name="refusals whose hour is over")
    _keep_true(scheduler, flows, settings, when)
    _keep_boards(scheduler, flows, settings, waits, when)
    _look_for_followed(scheduler, flows, settings, waits, when)
    return scheduler


def _look_for_followed(
    scheduler: Scheduler, flows: Workflows, settings: Settings, waits: Waits, when: DueWork
) -> None:
    """What channels follow."""
    if settings.cards_refresh_seconds:
        looks = flows.cards.follows
        due = when.when_due(lambda due: due.follow, looks.look_due)
        scheduler.every(waits.deferred_tasks, due, name="followed jobs")
        linked = when.when_linked(looks.resume_linked, lambda: False)
        scheduler.every(waits.tokens, linked, name="follows that waited for a link")


def _know_workspaces(scheduler: Scheduler, slack: SlackParts) -> None:
    """Where the bot is installed."""
    if slack.one is not None:
        scheduler.every(5, slack.one.load, name="who the bot is in Slack")
    if slack.installations is not None:
        installations = slack.installations
        scheduler.every(LOOKED_AT_EVERY, installations.refresh, name="where the app is installed")
        scheduler.every(60, installations.renew_due, name="tokens that end soon")


def _keep_boards(
    scheduler: Scheduler, flows: Workflows, settings: Settings, waits: Waits, when: DueWork
) -> None:
    """Home tabs and morning messages."""
    flows.board.homes.between = waits.between_homes
    flows.board.homes.sign_after = waits.sign_of_life
    changed, mornings = flows.board.changed, flows.board.mornings
    scheduler.every(1, changed.draw, name="boards on which something has changed")
    if seconds := settings.cards_refresh_seconds:
        refresh = when.while_any(changed.refresh, lambda: changed.found)
        scheduler.every(seconds, refresh, name="home refresh", at_start=False)
    plan = when.when_linked(mornings.plan, lambda: False)
    scheduler.every(5, plan, name="morning messages of who has linked")
    due = when.when_due(lambda due: due.morning, mornings.send_due)
    scheduler.every(5, due, name="morning messages that are due")


def _keep_true(scheduler: Scheduler, flows: Workflows, settings: Settings, when: DueWork) -> None:
    """What stands in channels."""
    if seconds := settings.cards_refresh_seconds:
        cards = flows.cards
        compare = when.when_due(lambda due: due.look, cards.reconciler.compare_due)
        scheduler.every(min(1, seconds), compare, name="card refresh", at_start=False)
        scheduler.every(5, cards.feed_hints.ask, name="notification feeds", at_start=False)
        previews = flows.cards.previews
        keep_true = when.while_any(previews.refresh_recent, lambda: previews.found)
        scheduler.every(seconds, keep_true, name="link previews", at_start=False)
    due = when.when_due(lambda due: due.card, flows.cards.redraws.draw_due)
    scheduler.every(5, due, name="cards whose next step has changed")
    news = when.when_due(lambda due: due.news, flows.cards.outside_news.tell_due)
    scheduler.every(1, news, name="what happened in PropOps", limit=3600)
    shared = flows.cards.shared_channels
    look = when.while_any(shared.look, lambda: shared.found)
    scheduler.every(LOOK_SECONDS, look, name="channels shared since", at_start=False)
