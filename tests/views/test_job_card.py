"""Cards and thread replies as people read them."""

from typing import Any

from inline_snapshot import snapshot

from bot.jobs.diff import changed, differences
from bot.sandbox.outline import outline, readable
from bot.views import messages
from bot.views.blocks import Message
from bot.views.buttons import Press
from bot.views.card_lines import CardView
from bot.views.job_card import event, job_card
from tests.views.samples import AT, JOB, SAM, SECRETS, UUID

NAMES = {SAM: "Sam Ward"}


def seen(message: Message) -> str:
    return outline(message.wire()["blocks"], names=NAMES)


def card(**more: Any) -> CardView:
    base: dict[str, Any] = {
        "job": JOB,
        "done": "Job created",
        "by": SAM,
        "who": "Sam Ward",
        "at": AT,
        "money": True,
    }
    return CardView(**{**base, **more})


AFTER = JOB.model_copy(
    update={
        "status_id": 2,
        "status_name": "In progress",
        "contractor_id": None,
        "contractor_name": "",
    }
)


UPDATED = card(
    job=AFTER,
    done="Job updated",
    changes=[*differences(JOB, AFTER), *changed({"access_details": "9"}, JOB)],
    mailed=["Ace Gas (contractor)", "Lets & Co (agent)"],
    note="PropOps also changed: Status: Open → In progress",
    job_url="https://propops.example.com/jobs/1",
)


def test_the_card_of_a_new_job() -> None:
    assert seen(job_card(card(mailed=["Ace Gas (contractor)"]))) == snapshot("""\
JOB-001 · Boiler not firing
🟠 High priority · Open · Gas & Heating
· 12 Elm Row, Leeds, LS1 1AA
Ace Gas · Fri 12 Jun 2026 · budget £250.00 · contractor £180.00 · agent Lets & Co
No hot water since Monday. Tenant works nights.
· ✅ Job created · Sam Ward · 12 Jun 2024, 11:00 UTC · 📧 PropOps may have e-mailed: Ace Gas (contractor)
[Update] [Notify contractor] [Restore] [‹Change status› ▾] [… Show | Add note | Add photos | Delete]\
""")


def test_the_card_of_a_changed_job_says_what_changed() -> None:
    assert seen(job_card(UPDATED)) == snapshot("""\
JOB-001 · Boiler not firing
🟠 High priority · In progress · Gas & Heating
· 12 Elm Row, Leeds, LS1 1AA · No contractor yet · Fri 12 Jun 2026
· ✅ Job updated · Sam Ward · 12 Jun 2024, 11:00 UTC · 📧 contractor and agent may have been e-mailed · ℹ️ PropOps also changed: Status: Open → In progress
· • Status: Open → In progress · and 2 more
[Choose contractor] [Update] [Notify contractor] [Restore] [‹Change status› ▾] [… Show | Add note | Add photos | Delete | Open in PropOps]\
""")


def test_the_text_of_a_card_says_the_same_as_its_blocks() -> None:
    assert readable(job_card(UPDATED).text, NAMES) == snapshot("""\
✅ Job updated: JOB-001 · Boiler not firing
By Sam Ward
🟠 High priority · In progress · Gas & Heating
12 Elm Row, Leeds, LS1 1AA
No contractor yet · Fri 12 Jun 2026 · budget £250.00 · contractor £180.00 · agent Lets & Co
What changed:
• Status: Open → In progress
• Contractor: Ace Gas → —
• Access details: changed
No hot water since Monday. Tenant works nights.
📧 PropOps may have e-mailed: Ace Gas (contractor), Lets & Co (agent)
ℹ️ PropOps also changed: Status: Open → In progress\
""")


def test_the_reply_in_the_thread() -> None:
    assert seen(event(UPDATED)) == snapshot("""\
✅ Job updated · JOB-001 · Boiler not firing · 12 Elm Row, Leeds, LS1 1AA · Sam Ward · 12 Jun 2024, 11:00 UTC
• Status: Open → In progress
• Contractor: Ace Gas → —
• Access details: changed
· 📧 PropOps may have e-mailed: Ace Gas (contractor), Lets & Co (agent) · ℹ️ PropOps also changed: Status: Open → In progress\
""")


def test_the_card_of_a_deleted_job_has_no_buttons_and_no_facts() -> None:
    assert seen(job_card(card(state="deleted", done="Job deleted"))) == snapshot("""\
JOB-001 · Boiler not firing
· 🗑️ Job deleted · Sam Ward · 12 Jun 2024, 11:00 UTC\
""")


def test_cards_never_show_what_is_private() -> None:
    changes = changed({"access_details": "New code", "private_contact_name": "Zoe"}, JOB)
    view = card(changes=changes)
    for message in (job_card(view), event(view), messages.job_details(JOB)):
        told = str(message.wire())
        assert not any(secret in told for secret in (*SECRETS, "New code", "Zoe"))


def buttons(message: Message) -> dict[str, dict[str, Any]]:
    [row] = [block for block in message.wire()["blocks"] if block["type"] == "actions"]
    return {element["action_id"]: element for element in row["elements"]}


def test_the_buttons_carry_the_job_and_the_attempt() -> None:
    found = buttons(job_card(card(attempt=3, job_url="https://propops.example.com/jobs/1")))
    assert list(found) == ["card.update", "card.notify", "card.restore", "card.status", "card.more"]
    assert Press.read(found["card.notify"]["value"]) == Press("notify", UUID, "JOB-001", 3, "20")
    more = found["card.more"]["options"]
    assert [Press.read(option["value"]).action for option in more] == [
        "show",
        "note",
        "photos",
        "delete",
        "open",
    ]
    assert more[4]["url"] == "https://propops.example.com/jobs/1"


def test_notify_asks_first_and_names_job_and_contractor() -> None:
    asks = buttons(job_card(card()))["card.notify"]["confirm"]["text"]["text"]
    assert asks == "PropOps will tell Ace Gas about JOB-001 · Boiler not firing."
    without = buttons(job_card(card(job=AFTER)))
    assert next(iter(without)) == "card.contractor"
    assert "confirm" not in without["card.notify"]


def test_a_screen_reader_hears_which_job_a_button_is_about() -> None:
    spoken = buttons(job_card(card()))
    assert spoken["card.update"]["accessibility_label"] == "Update: JOB-001 · Boiler not firing"
    long = JOB.model_copy(update={"job_title": "x" * 150})
    found = buttons(job_card(card(job=long)))["card.notify"]["accessibility_label"]
    assert found.startswith("Notify contractor: JOB-001 · xxx")
    assert len(found) <= 75


def test_without_a_page_there_is_nothing_to_open() -> None:
    options = buttons(job_card(card()))["card.more"]["options"]
    assert [Press.read(option["value"]).action for option in options] == [
        "show",
        "note",
        "photos",
        "delete",
    ]
