"""Cards, thread replies and messages as people read them."""

from typing import Any

from inline_snapshot import snapshot

from bot.jobs.actions import SUBCOMMANDS
from bot.jobs.change import Member
from bot.jobs.diff import changed, differences
from bot.jobs.model import Choice, Commit, Job
from bot.jobs.outcome import JobRow, Outcome
from bot.jobs.shortcuts import SHORTCUTS
from bot.sandbox.outline import outline, outline_view, readable
from bot.views import command_messages, messages, modals
from bot.views.blocks import Message
from bot.views.buttons import Press
from bot.views.card_lines import CardView
from bot.views.job_card import event, job_card
from tests.views.samples import AT, JOB, SAM, SECRETS, UUID, a_change

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


def test_a_job_shown_whole() -> None:
    message = messages.job_details(JOB, "https://propops.example.com/jobs/1")
    assert seen(message) == snapshot("""\
# JOB-001 · Boiler not firing
Address: 12 Elm Row, Leeds, LS1 1AA
Priority: High
Status: Open
Type: Gas & Heating
Contractor: Ace Gas
Letting agent: Lets & Co
Works start: Fri 12 June 2026
Total budget: £250.00
Contractor budget: £180.00
VAT: 20%
Contractor total: £216.00
No hot water since Monday.

Tenant works nights.
· 3 photos · Last changed 15 Jan 2024, 09:30 UTC · Open in PropOps
[Show private details]\
""")


def test_help_lists_every_sub_command_and_shortcut() -> None:
    told = seen(command_messages.help_text(SUBCOMMANDS, SHORTCUTS.values()))
    assert told == snapshot("""\
PropOps jobs from Slack
`/job new [text]` – raise a job, e.g. `/job new boiler not firing at 12 Elm Row tomorrow`
`/job update REF [text]` – change a job, e.g. `/job update JOB-001 start next Friday`
`/job show REF` – see a job and its notes, just for you
`/job find TEXT` – search jobs, also by contractor, e.g. `/job find boiler elm row`
`/job board [all]` – what waits for you; `all`: for everybody
`/job open [mine] [NAME]` – the open jobs; a contractor, agent, type, priority, status, `overdue`, `today` narrow them
`/job mine [all]` – the open jobs you raised; `all`: closed ones too
`/job history REF` – who changed a job, when and how
`/job restore REF` – put a job back to an earlier state
`/job files REF` – bring an archived file back
`/job note REF [text]` – add a case note, e.g. `/job note JOB-001 tenant is out until two`
`/job photos REF` – add pictures or PDFs to a job
`/job notify REF` – tell the contractor about a job
`/job delete REF [why]` – delete a job for ever, or archive it
`/job settings` – what this channel hears, its cards' buttons, its defaults
`/job follow` – cards here of new and changed jobs, by agent, type, priority …
`/job link [@someone]` – link your PropOps account, or ask a colleague to
`/job unlink` – forget the link to your PropOps account
`/job whoami` – who you are here and in PropOps, and what you may do
`/job help` – this list
Create PropOps job, in the ⋯ menu of a message, under More message shortcuts – raise a job from this message, with its pictures and PDFs
Add to PropOps job, in the ⋯ menu of a message, under More message shortcuts – add this message to a job as a case note, with its pictures and PDFs
New PropOps job, in the ⚡ or + menu beside the message box – raise a job from anywhere
· REF is a job's reference, such as JOB-001; its number alone will do. Plain words work too: /job close 61, /job assign 61 Ace Gas, /job priority 61 high.\
""")
    assert all(f"/job {name}" in told for name in SUBCOMMANDS)


def test_refusals_say_what_to_do_next() -> None:
    change = a_change("update", job_ref="JOB-001")
    told = {
        "word": command_messages.unknown_command("upate", "update"),
        "ref": command_messages.unknown_ref("JOB-01", "JOB-001"),
        "strange": command_messages.unknown_ref("JOB-01", None),
        "missing": command_messages.missing_ref("show", SUBCOMMANDS["show"].usage),
        "link": messages.link_account(Member("", "T1", "U1")),
        "failed": messages.failed(change, "PropOps can't be reached right now."),
        "draft": messages.failed(change, "PropOps said no: unknown address.", "F-1"),
        "channel": messages.cannot_post("<#C123>", "please invite me there with /invite.", JOB),
        "checking": messages.checking(change),
        "slow": messages.too_slow("F-1"),
    }
    assert {name: seen(message) for name, message in told.items()} == snapshot(
        {
            "word": "There is no `/job upate`. Did you mean `/job update`?",
            "ref": "I can't find JOB-01. Did you mean JOB-001?",
            "strange": "I can't find JOB-01. Please check the reference: it may also be a job your PropOps account can't see.",
            "missing": "Which job? Type `/job show REF`, e.g. `/job show JOB-001`.",
            "link": """\
Your Slack account isn't linked to PropOps yet, so nothing was sent.
Link your account: ask whoever runs this bot to store your PropOps token with `propops-bot tokens set T1 U1`. What you asked for is kept, and goes on once you are linked.\
""",
            "failed": """\
I couldn't update JOB-001. PropOps can't be reached right now. Send the form again.
· Code for whoever runs this bot: S-ABCDEFGHIJKL\
""",
            "draft": """\
I couldn't update JOB-001. PropOps said no: unknown address. Your form is kept: press Resume.
[Resume]
· Code for whoever runs this bot: S-ABCDEFGHIJKL\
""",
            "channel": "JOB-001 is done, but I can't post its card in #C123: please invite me there with /invite.",
            "checking": "PropOps didn't answer when I tried to update JOB-001. I'm checking whether it went through, and will tell you. Please don't send it again.",
            "slow": """\
Slack was too slow to open the form. What you typed is kept.
[Open the form]\
""",
        }
    )


def test_a_sentence_may_name_a_channel_and_nothing_else() -> None:
    said = messages.refused("I can't post in <#C123>: ask <!channel> or <@U1>").text
    assert said == "I can't post in <#C123>: ask &lt;!channel&gt; or &lt;@U1&gt;"


def test_an_unknown_create_offers_what_was_found() -> None:
    candidates = (JobRow(UUID, "JOB-007", "2024-01-15T09:30:00Z"),)
    change = a_change(
        "create", fields={"job_title": "Leak"}, outcome=Outcome(candidates=candidates)
    )
    message = messages.unknown(change)
    assert seen(message) == snapshot("""\
I tried to create Leak and can't find out whether it worked. These look like it. Which one is it?
• JOB-007 – Leak, 15 Jan 2024, 09:30 UTC
[It is this one: JOB-007]
[Create it again]
· Code for whoever runs this bot: S-ABCDEFGHIJKL\
""")
    rows = [block["elements"][0] for block in message.wire()["blocks"][1:-1]]
    presses = [Press.read(row["value"]) for row in rows]
    assert presses[0] == Press("claim", UUID, "JOB-007", 1, change.id)
    assert presses[1].action == "again"
    assert "confirm" in rows[1]


def test_modals_while_something_is_going_on() -> None:
    change = a_change("update", job_ref="JOB-001")
    lines = ["Status: Open → In progress", "<!channel>"]
    views = [
        modals.loading("New job"),
        modals.saving(change),
        modals.checking(change),
        modals.waiting(change),
        modals.result(change, JOB, lines, "https://propops.example.com/jobs/1"),
        modals.sorry("Update job", "That form is too old."),
    ]
    assert [outline_view(view) for view in views] == snapshot(
        [
            """\
┌ New job
⏳ One moment…
└ [Close]\
""",
            """\
┌ Update job
⏳ Saving the job…
· You can close this – I'll carry on.
└ [Close]\
""",
            """\
┌ Update job
⏳ PropOps didn't answer. I'm checking whether it went through.
· You can close this: I'll tell you. Please don't send it again.
└ [Close]\
""",
            """\
┌ Update job
🔗 Please link your PropOps account first: I've sent you how.
· What you typed is kept, and goes on by itself once you are linked.
└ [Close]\
""",
            """\
┌ Update job
✅ Job updated · JOB-001 · Boiler not firing
Status: Open → In progress
<!channel>
· Open in PropOps
└ [Close]\
""",
            """\
┌ Update job
That form is too old.
└ [Close]\
""",
        ]
    )


COMMITS = [
    Commit(id=12, at="2026-06-12T08:30:00Z", by="Sam Ward", message="Status changed"),
    Commit(id="12", at="2026-01-12T08:30:00Z", by="Ann", rest=("2 files",)),
    Commit(id=None, at="2026-01-01T08:30:00Z"),
]


def test_restore_can_be_sent_only_once_a_revision_is_chosen() -> None:
    view = modals.restore_picker(JOB, COMMITS, None, None, {"job": UUID})
    assert "submit" not in view
    assert view["callback_id"] == "restore.send"
    assert outline_view(view) == snapshot("""\
┌ Restore job
Restore JOB-001 to an earlier state.
[‹Choose a moment› ▾]
└ [Cancel]\
""")


def test_restore_shows_what_would_change_before_it_is_sent() -> None:
    rows = changed({"status_id": 2}, JOB, {"status_id": "In progress"})
    view = modals.restore_picker(JOB, COMMITS, COMMITS[1], rows, {"job": UUID})
    assert outline_view(view) == snapshot("""\
┌ Restore job
Restore JOB-001 to an earlier state.
Go back to*: [Mon 12 January 2026, 08:30 · Ann ▾]
· 2 files
What would change (now → then)
• Status: Open → In progress
· PropOps may e-mail people about it.
└ [Cancel] [Restore]\
""")
    [block] = [block for block in view["blocks"] if block.get("block_id") == "commit_id"]
    assert block["type"] == "input"
    assert block["dispatch_action"] is True


def test_revisions_are_told_apart_by_british_time_and_author() -> None:
    view = modals.restore_picker(JOB, COMMITS)
    [options] = [b["elements"][0]["options"] for b in view["blocks"] if b["type"] == "actions"]
    assert [option["text"]["text"] for option in options] == [
        "Fri 12 June 2026, 09:30 · Sam Ward",
        "Mon 12 January 2026, 08:30 · Ann",
    ]
    assert options[0]["description"]["text"] == "Status changed"


def test_a_revision_beyond_the_hundredth_can_be_chosen_when_it_was() -> None:
    commits = [Commit(id=at, at="2026-06-12T08:30:00Z", by=f"No. {at}") for at in range(1, 151)]
    view = modals.restore_picker(JOB, commits, commits[149], [])
    told = outline_view(view)
    assert "The first 100 of 150 are listed." in told
    assert "No. 150" in told
    assert "already as it was then" in told


def test_many_changes_end_with_how_many_more() -> None:
    changes = changed({"job_title": "x" * 190}, JOB) * 60
    told = seen(job_card(card(changes=changes)))
    assert told.count("• Title") < 60
    assert f" · and {60 - told.count('• Title')} more" in told


def test_a_commit_id_keeps_its_json_type() -> None:
    view = modals.restore_picker(JOB, COMMITS)
    [options] = [b["elements"][0]["options"] for b in view["blocks"] if b["type"] == "actions"]
    assert [modals.commit_value(option["value"]) for option in options] == [12, "12"]


def test_a_listing_that_names_nothing_offers_nothing() -> None:
    view = modals.restore_picker(JOB, COMMITS[2:])
    assert "Please restore it in PropOps itself" in outline_view(view)
    assert "submit" not in view
    assert "no earlier versions" in outline_view(modals.restore_picker(Job(uuid="u"), []))


def test_a_choice_without_a_name_is_called_by_its_number() -> None:
    form = modals.FormView("create", "New job", {"contractor_id": Choice(20, " ")})
    assert "Contractor: [No. 20 ▾]" in outline_view(modals.draw(form))
