"""Messages as people read them: a job shown whole, help, refusals, what is going on."""

from inline_snapshot import snapshot

from bot.jobs.actions import SUBCOMMANDS
from bot.jobs.change import Member
from bot.jobs.outcome import JobRow, Outcome
from bot.jobs.shortcuts import SHORTCUTS
from bot.sandbox.outline import outline_view
from bot.views import command_messages, messages, modals, promise_outcomes, unsent_forms
from bot.views.buttons import Press
from tests.views.samples import JOB, UUID, a_change
from tests.views.test_job_card import seen


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
Your Slack account isn't linked to PropOps yet.
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


def test_a_kept_line_is_told_as_it_was_typed() -> None:
    line = "/job new fix `tap` &amp; door &lt;3 days"
    shown = "`/job new fix 'tap' & door <3 days`"
    assert shown in seen(unsent_forms.unanswered(line, "F-1"))
    assert shown in seen(promise_outcomes.gone_on(line))
    assert shown in seen(command_messages.not_about_a_job(line, "F-1"))


def test_older_forms_are_counted() -> None:
    forms = [unsent_forms.UnsentForm(f"F-{n}", f"Note on JOB-{n}", 0.0) for n in range(7)]
    assert "older" not in seen(unsent_forms.unsent(forms[:5]))
    assert "… and 1 older one." in seen(unsent_forms.unsent(forms[:6]))
    assert "… and 2 older ones." in seen(unsent_forms.unsent(forms))
