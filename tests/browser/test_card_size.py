"""A card on a telephone: at most twelve lines, buttons included, for the longest job that people write."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.jobs.deletions import PendingDeletion
from bot.jobs.diff import changed
from bot.jobs.model import Job
from bot.jobs.next_step import AwaitedApproval, FailedNotice, Next
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.world import BOT
from bot.views import blocks
from bot.views.approvals import ApprovalView, approval_card
from bot.views.card_lines import CardView
from bot.views.job_card import job_card
from tests.browser.visitor import Visitor
from tests.views.samples import AT, a_change

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
MOST_LINES = 12
LONGEST = Job(
    uuid="550e8400-e29b-41d4-a716-446655440001",
    job_ref="JOB-1061",
    job_title="No heating or hot water in the whole flat, tenant has a baby of 3 months",
    job_description="<p>The boiler shows F28 and restarts every few minutes. The tenant has reset it "
    "twice and topped up the pressure to 1.4 bar. There is an electric heater on loan until Friday. "
    "Please ring half an hour before you come, the entrance is in the yard behind the shops.</p>",
    status_id=1,
    status_name="Awaiting contractor",
    priority_id=1,
    priority_name="Urgent",
    job_type_id=3,
    job_type_name="Gas & Heating",
    agent_id=10,
    agent_name="Whitfield & Sons Lettings",
    contractor_id=20,
    contractor_name="Aire Valley Plumbing & Heating Ltd",
    address_id=5,
    full_address="Flat 11, Tannery House, 48 Cardigan Crescent, Headingley, Leeds, LS6 3AA",
    job_total_budget=Decimal("1250.00"),
    contractor_budget=Decimal("980.00"),
    date_works_start_date="2024-06-26",
    date_works_end_date="2024-06-28",
    time_range_id=2,
    updated_at="2024-01-15T09:30:00Z",
)
CONTRACTORLESS = LONGEST.model_copy(update={"contractor_id": None, "contractor_name": ""})
CHANGES = changed(
    {
        "status_id": 2,
        "contractor_id": 21,
        "date_works_start_date": "2024-06-27",
        "job_total_budget": 1400,
        "priority_id": 2,
    },
    LONGEST,
    {
        "status_id": "In progress",
        "contractor_id": "Armley Property Maintenance",
        "priority_id": "High",
    },
)
CARD = CardView(
    job=LONGEST,
    done="Job created",
    by="U0PRIYA001",
    at=AT,
    mailed=["Aire Valley Plumbing & Heating Ltd (contractor)", "Whitfield & Sons Lettings (agent)"],
    job_url="https://propops.example.com/jobs/1",
    names={"time_range_id": "Morning (8:00 to 12:00)"},
    money=True,
    next=Next("tell"),
)
APPROVAL = ApprovalView(
    change=a_change("create", job_ref="", created_at=AT),
    job=LONGEST.model_copy(update={"job_ref": ""}),
    rows=(),
    why="Its total budget of £1,250.00 is above £500.00.",
    approvers=["U0DANA0001", "U0TOM00001", "U0PRIYA001"],
    round=1,
    needed=1,
    until=AT + 86400,
    money=True,
)
ANOTHER_TOTAL = replace(
    APPROVAL,
    change=a_change("update", job_ref="JOB-1061", created_at=AT),
    job=LONGEST,
    rows=changed({"job_total_budget": 1400}, LONGEST, {}),
    approvers=["U0DANA0001"],
)
WORDIEST = Next("accept", date(2023, 11, 29))
APPROVAL_WAITS = Next("approval", approval=AwaitedApproval("Update job", "U0PRIYA001"))
CARDS = {
    "new": CARD,
    "new, without a contractor": replace(
        CARD, job=CONTRACTORLESS, mailed=(), next=Next("contractor")
    ),
    "updated": replace(CARD, done="Job updated", changes=CHANGES, undo="S-ABCDEFGHIJKL"),
    "notified": replace(
        CARD,
        done="Contractor notified",
        mailed=(),
        notified="Aire Valley Plumbing & Heating Ltd",
        notified_at=AT - 86400,
        notified_by="U0DANA0001",
        teller="Margaret Ellison",
        earlier_date=True,
        next=Next("tell_again", date(2023, 11, 29)),
    ),
    "told, and changed in many ways": replace(
        CARD,
        done="Job updated",
        changes=CHANGES,
        undo="S-ABCDEFGHIJKL",
        mailed=(),
        notified="Aire Valley Plumbing & Heating Ltd",
        notified_at=AT - 86400,
        notified_by="U0DANA0001",
        teller="Margaret Ellison",
        changed_since=True,
        next=WORDIEST,
    ),
    "another was told": replace(
        CARD,
        mailed=(),
        notified="Armley Property Maintenance",
        notified_at=AT - 86400,
        notified_by="U0DANA0001",
        teller="Margaret Ellison",
        other_told=True,
    ),
    "could not be told": replace(CARD, mailed=(), not_told=FailedNotice(AT, in_doubt=False)),
    "nobody knows": replace(CARD, mailed=(), not_told=FailedNotice(AT, in_doubt=True)),
    "an approval waits": replace(
        CARD, changes=CHANGES, next=APPROVAL_WAITS, asker="Margaret Ellison"
    ),
    "the visit": replace(CARD, changes=CHANGES, next=Next("visit")),
    "checked": replace(CARD, note="PropOps's reply got lost. I checked: it was done once."),
    "restored": replace(CARD, done="Job restored", changes=CHANGES, mailed=()),
    "a deletion waits for approval": replace(
        CARD, deletion=PendingDeletion("S-ABCDEFGHIJKL", "U0PRIYA001", True, 0)
    ),
    "a deletion waits": replace(
        CARD,
        done="Job updated",
        changes=CHANGES,
        deletion=PendingDeletion("S-ABCDEFGHIJKL", "U0PRIYA001", False, AT),
    ),
    "a deletion waits, without a contractor": replace(
        CARD,
        job=CONTRACTORLESS,
        mailed=(),
        deletion=PendingDeletion("S-ABCDEFGHIJKL", "U0PRIYA001", False, AT),
    ),
    "deleted": replace(CARD, done="Job deleted", state="deleted", mailed=()),
}
_LINES = """article => {
  const boxes = [];
  for (const block of article.querySelectorAll(".block")) {
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (texts.currentNode.parentElement.closest("button, .unseen, .hint, .options")) continue;
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      boxes.push(...range.getClientRects());
    }
    boxes.push(...[...block.querySelectorAll("button:not(.clear), a.button, .choice")].map((each) => each.getBoundingClientRect()));
  }
  const lines = [];
  for (const box of boxes.filter((each) => each.width > 1).sort((one, other) => one.top - other.top)) {
    const middle = (box.top + box.bottom) / 2;
    const last = lines.at(-1);
    if (last && middle < last.bottom) last.bottom = Math.max(last.bottom, box.bottom);
    else lines.push({ bottom: box.bottom });
  }
  return lines.length;
}"""


@pytest.fixture
def look() -> dict[str, Any]:
    return {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def lines(visitor: Visitor, message: blocks.Message) -> int:
    """How many lines the message takes on the page."""
    workspace = visitor.play.slack.workspace
    wire = message.wire()
    made = Message(
        channel=workspace.channel("maintenance").id,
        ts=workspace.new_ts(),
        author=BOT,
        team=workspace.identity.team,
        text=wire["text"],
        blocks=[{"block_id": f"b{at}", **each} for at, each in enumerate(wire["blocks"])],
    )
    workspace.add(made)
    article = visitor.page.locator(f"[data-ts='{made.ts}'] article")
    await article.wait_for()
    return int(await article.evaluate(_LINES))


async def test_the_longest_job_fits_twelve_lines_in_every_state(visitor: Visitor) -> None:
    messages = {name: job_card(card) for name, card in CARDS.items()}
    messages["approval"] = approval_card(APPROVAL)
    messages["approval of an update"] = approval_card(ANOTHER_TOTAL)
    taken = {name: await lines(visitor, message) for name, message in messages.items()}
    assert {name: count for name, count in taken.items() if count > MOST_LINES} == {}
