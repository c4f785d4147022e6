"""The board in blocks: the same rows on Home, in a private message and in the morning message."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.jobs.board import GROUPS, Asked, Asleep, Board, Group, Pending, Row, page_start
from bot.jobs.display import pounds, short_day
from bot.jobs.model import Job
from bot.jobs.next_step import last_day
from bot.views import blocks, snoozed_rows
from bot.views.blocks import Block, Element, Message
from bot.views.buttons import Press
from bot.views.card_buttons import MORE as MENU
from bot.views.job_face import bold, heading, year_of
from bot.views.messages import RESUME
from bot.views.mrkdwn import safe_line, stopped

ROWS = "board.rows"
"""The action id of a button that turns the page; its value is a `PageStart`."""
BACK = f"{ROWS}.back"
WHOSE = "board.whose"
"""The action id of the switch; its value is `mine` or `everybody`."""
CARD = "board.card"
"""The action id of a button that leads to an approval card in Slack."""
LINK = "board.link"
"""The action id of *Link*."""
IN_MESSAGE, ON_HOME = 8, 20
"""Rows of one page. Each takes two blocks, of which a message may have 50, a view 100."""
SNOOZES = {
    "tomorrow": "Snooze: tomorrow",
    "monday": "Snooze: Monday",
    "week": "Snooze: in a week",
}
_DOES: dict[Group, tuple[str, str]] = {
    "contractor": ("Choose contractor", "contractor"),
    "accept": ("Notify again", "notify_again"),
    "visit": ("Update", "update"),
}
"""Label and press of the button of a job's row."""
_BLOCK = "board"
MINE, EVERYBODY = "My jobs", "Everybody's"
EMPTY = "When something does, it is here."
EMPTY_MINE = f"{EMPTY} Press {EVERYBODY} to see what waits on other people's jobs."


@dataclass(frozen=True)
class BoardView:
    """`at`: the first row of the page, of `on_page` rows. `now`: Unix seconds. `partly`: why it may not be
    all. `link`: the job's page in PropOps, None where there is none. `undo_for`: seconds for which *Undo*
    stands where a row was put off.
    """

    board: Board
    now: float
    everybody: bool = False
    partly: str = ""
    at: int = 0
    on_page: int = IN_MESSAGE
    link: Callable[[Job], str | None] = lambda _: None
    undo_for: float = 0.0

    @property
    def first(self) -> int:
        """Of a page that is no longer there, the last that is."""
        last = max(0, len(self.board.rows) - 1)
        return self.at if 0 <= self.at <= last else max(0, last - self.on_page + 1)


def message(view: BoardView, greeting: str = "") -> Message:
    """A private message. `greeting`: a sentence of ours before it."""
    first = f"{greeting} {summary(view)}".strip()
    body = [blocks.section(first), *rows(view)]
    return blocks.message("\n".join([first, *plain_rows(view)]), body)


def summary(view: BoardView) -> str:
    """How much waits, in one sentence of mrkdwn."""
    count = len(view.board.rows)
    whose = EVERYBODY if view.everybody else MINE
    if not count:
        if view.partly:
            return f"*{whose}*: I couldn't look at every job just now."
        return f"*{whose}*: nothing waits for you. {EMPTY if view.everybody else EMPTY_MINE}"
    things = "1 thing waits" if count == 1 else f"{count:,} things wait"
    return f"*{whose}*: {things} for you."


def rows(view: BoardView) -> list[Block]:
    """One page of rows under the names of their groups, then the ways to the rest."""
    body: list[Block] = []
    counts = {group: sum(row.group == group for row in view.board.rows) for group in GROUPS}
    group: Group | None = None
    for number, row in enumerate(_page(view)):
        block_id = f"{_BLOCK}.{view.first}.{number}"
        if isinstance(row, Asleep):
            body.append(snoozed_rows.line(row, _name(row.row, view), block_id))
            continue
        if row.group != group:
            body += [blocks.divider()] if body else []
            group = row.group
            body.append(blocks.section(f"*{GROUPS[group]}* · {counts[group]:,}"))
        body.append(blocks.section(_text(row, view)))
        body.append(blocks.actions(_buttons(row), block_id=block_id))
    body += _foot(view)
    return body


def plain_rows(view: BoardView) -> list[str]:
    """The page for notifications and screen readers, a line for each row."""
    lines = []
    for row in _page(view):
        each = row.row if isinstance(row, Asleep) else row
        name = _name(each, view).replace("*", "")
        if isinstance(row, Asleep):
            lines.append(f"{stopped(name)} {snoozed_rows.until(row)}")
        else:
            lines.append(f"{GROUPS[row.group]}: {stopped(name)} {why(row, view.now)}")
    asleep = view.board.asleep
    return [*lines, snoozed_rows.count(asleep)] if asleep else lines


def is_row(block_id: str) -> bool:
    """Whether it is a block of a board."""
    return block_id.startswith(f"{_BLOCK}.")


def page_of(block_id: str) -> int:
    """The first row of the page that a row's buttons stood on; 0 for another block."""
    match block_id.split("."):
        case ["board", first, _] if first.isdecimal():
            return int(first)
        case _:
            return 0


def why(row: Row, now: float) -> str:
    """Why it is on the board, in words, with its age. Ready mrkdwn."""
    age = _ago(row.since, now, whole_days=row.group == "visit")
    match row.group:
        case "approval":
            return _why_asked(row.asked, age) if row.asked else ""
        case "stuck":
            return _why_pending(row.pending, age) if row.pending else ""
        case "contractor":
            return f"No contractor chosen{f', raised {age}' if age else ''}."
        case "accept":
            name = safe_line(row.job.contractor_name if row.job else "", 60) or "The contractor"
            return f"{name} was told {age or 'a while ago'} and has not accepted yet."
        case "visit":
            day = short_day(last_day(row.job), year_of(now)) if row.job else ""
            return f"The visit was due on {day}, {age}."


def _why_asked(asked: Asked, age: str) -> str:
    amount = f", {pounds(asked.amount)}" if asked.amount is not None else ""
    return f"{safe_line(asked.by, 60)} asked {age}: {safe_line(asked.what, 60)}{amount}."


def _why_pending(pending: Pending, age: str) -> str:
    what = safe_line(pending.what, 60)
    match pending.kind:
        case "unknown":
            return f"{what}: nobody can say whether it worked, {age}. Please decide."
        case "checking":
            return f"{what}: I'm checking whether PropOps took it, sent {age}."
        case "down":
            return f"{what}: waits for PropOps to answer, sent {age}."
        case "link":
            return f"{what}: waits for you to link your account, sent {age}."
        case "failed":
            return f"{what} did not go through, {age}."
        case "draft":
            return f"{what}: not sent, kept {age}."


def _page(view: BoardView) -> Iterator[Row | Asleep]:
    """Its rows, and what was put off lately where it would stand."""
    board = view.board
    late = snoozed_rows.lately(board.asleep, view.now - view.undo_for)
    page = board.rows[view.first : view.first + view.on_page]
    for at, row in enumerate(page, view.first):
        yield from (each for each in late if each.before == at)
        yield row
    end = view.first + len(page)
    yield from (each for each in late if each.before == end == len(board.rows))


def _text(row: Row, view: BoardView) -> str:
    lines = [_name(row, view)]
    if row.job is not None and row.job.full_address:
        lines.append(safe_line(row.job.full_address, 90))
    lines.append(f"_{why(row, view.now)}_")
    return "\n".join(lines)


def _name(row: Row, view: BoardView) -> str:
    if row.job is not None:
        return heading(row.job, view.link(row.job))
    return bold(safe_line(row.heading, 150)) or "*Job*"


def put_off_menu(row: Row) -> Element:
    """Snoozes, and *Show* where there is a job."""
    return blocks.overflow(MENU, list(_menu(row)))


def _buttons(row: Row) -> list[Element]:
    """The row's one button, where there is one, and the menu that puts it off."""
    return [*_button(row), put_off_menu(row)]


def _button(row: Row) -> list[Element]:
    if row.asked is not None:
        url = row.asked.card
        return [blocks.button("Approve…", CARD, url=url)] if url else []
    if row.pending is not None:
        return _pending_button(row.pending)
    if row.job is None or row.group not in _DOES:
        return []
    label, action = _DOES[row.group]
    press = Press(action, row.job.uuid, row.job.job_ref)
    return [press.button(label, about=row.job.job_title)]


def _pending_button(pending: Pending) -> list[Element]:
    if pending.kind == "draft":
        return [blocks.button("Resume", RESUME, value=pending.id)]
    if pending.kind == "link":
        return [blocks.button("Link", LINK)]
    if pending.kind == "down":
        press = Press("withdraw", pending.job_uuid, pending.job_ref, change=pending.id)
        return [press.button("Withdraw")]
    if pending.kind == "unknown" and pending.action == "create":
        if len(pending.candidates) == 1:
            uuid, ref = pending.candidates[0]
            press = Press("claim", uuid, ref, change=pending.id)
            return [press.button(f"It is this one: {ref or uuid}")]
        if not pending.candidates:
            asks = blocks.confirm(
                "Create it again?", "If it is there already, it will be there twice.", "Create"
            )
            press = Press("again", "", "", pending.again, pending.id)
            return [press.button("Create it again", asks=asks)]
    if pending.kind in {"unknown", "failed", "checking"}:
        press = Press("settle", pending.job_uuid, pending.job_ref, change=pending.id)
        return [press.button("Decide" if pending.kind == "unknown" else "What happened?")]
    return []


def _menu(row: Row) -> Iterator[blocks.Option]:
    about = row.job or row.asked or row.pending
    uuid = row.job.uuid if row.job is not None else getattr(about, "job_uuid", "")
    for choice, label in SNOOZES.items():
        press = Press("snooze", row.subject, row.job_ref, change=f"{choice}-{row.group}")
        yield press.option(label)
    if uuid:
        yield Press("show", uuid, row.job_ref).option("Show")


def _foot(view: BoardView) -> Iterator[Block]:
    count, after = len(view.board.rows), view.first + view.on_page
    turns: list[Element] = []
    if view.first:
        before = max(0, view.first - view.on_page)
        value = page_start(before, view.board.rows[view.first])
        turns.append(blocks.button("Back", BACK, value=value))
    if count > after:
        value = page_start(after, view.board.rows[after])
        turns.append(blocks.button(f"{count - after:,} more", ROWS, value=value))
    other = MINE if view.everybody else EVERYBODY
    value = "mine" if view.everybody else "everybody"
    turns.append(blocks.button(other, WHOSE, value=value))
    yield blocks.actions(turns, block_id=f"{_BLOCK}.foot")
    if view.board.asleep:
        yield snoozed_rows.listed(view.board.asleep, f"{_BLOCK}.{view.first}.asleep")
    notes = [f"{view.first + 1:,} to {min(after, count):,} of {count:,}."] if len(turns) > 1 else []
    if view.partly:
        notes.append(f"⚠️ {blocks.escape(view.partly)}")
    if notes:
        yield blocks.context(" ".join(notes))


def _ago(since: float | None, now: float, *, whole_days: bool = False) -> str:
    """`3 days ago`; empty where nobody knows. `whole_days`: since that day, whose end is over."""
    if since is None:
        return ""
    if whole_days:
        days = max(1, int((now - since) // 86_400))
        return "yesterday" if days == 1 else f"{days} days ago"
    minutes = max(0, int((now - since) // 60))
    if minutes < 2:
        return "just now"
    if minutes < 120:
        return f"{minutes} minutes ago"
    hours = minutes // 60
    return f"{hours} hours ago" if hours < 48 else f"{hours // 24} days ago"
