"""What a channel is shown: never a code, a phone number or an e-mail address, and all else as it is."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.deletions import PendingDeletion
from bot.jobs.diff import differences
from bot.jobs.model import Job
from bot.jobs.outcome import Outcome
from bot.sandbox.outline import outline
from bot.views.approvals import ApprovalView, approval_card, reminder
from bot.views.card_lines import CardView
from bot.views.channel_text import INSTEAD, public_job, public_text
from bot.views.follows import many
from bot.views.job_card import event, job_card
from bot.views.messages import job_details
from tests.jobs.private_text.phrases import CODES, CONTACTS, ORDINARY
from tests.views.samples import AT, JOB, SAM, a_change

DATES = {"<!date"}
_FIELDS = (
    "job_title",
    "job_description",
    "full_address",
    "quote_no",
    "invoice_no",
    "works_order_ref",
)
_PLAIN_JOB = JOB.model_copy(update={"access_details": "", "private_contact_email": ""})


def channel_messages(job: Job, *, money: bool = True) -> list[str]:
    """Every message that is posted to a channel about this job, as blocks and as text."""
    rows = differences(JOB, job)
    card = CardView(
        job, "Job updated", SAM, AT, rows, undo="c1", note=f"Title: {job.job_title}", money=money
    )
    change = a_change("update", outcome=Outcome(), job_ref="JOB-001")
    asked = ApprovalView(
        change,
        job,
        rows,
        "Why",
        [SAM],
        1,
        1,
        AT,
        [job.job_title],
        lines=[job.job_title],
        money=money,
    )
    messages = [job_card(card), event(card), approval_card(asked)]
    messages.append(reminder(asked, wider=False, gone=()))
    messages.append(many([job], 1, money=money, link=lambda _: None))
    return [f"{outline(each.wire()['blocks'])}\n{each.text}\n{each.wire()}" for each in messages]


_ORDINARY_MESSAGES = channel_messages(_PLAIN_JOB)
"""Whose own numbers a generated code may happen to have."""
_DIGITS = st.text("123456789", min_size=4, max_size=6)
_CODES = st.builds(
    lambda words, digits, shape: f"{words} {shape.format(d=digits, s=' '.join(digits), h='-'.join(digits))}",
    st.sampled_from(["key safe", "KS", "door code", "alarm code is", "lockbox", "gate code:", "padlock", "keypad",
                     "the code has changed to", "front door code", "concierge code"]),
    _DIGITS,
    st.sampled_from(["{d}", "{d}#", "*{d}", "C{d}Y", "({d})", "{s}", "{h}"]),
)  # fmt: skip
_PHONES = st.builds(
    lambda digits, shape: shape.format(a=digits[:3], b=digits[3:6], c=digits[6:9]),
    st.text("123456789", min_size=9, max_size=9),
    st.sampled_from(["07{a} {b} {c}", "07{a}{b}{c}", "+44 7{a} {b}{c}", "07{a}.{b}.{c}", "07{a}-{b}-{c}"]),
)  # fmt: skip
_MAILS = st.builds(
    lambda name, at: f"{name}@{at}",
    st.from_regex(r"[a-z]{3,9}[1-9]{4}", fullmatch=True),
    st.sampled_from(["gmail.com", "elmlets.co.uk"]),
)
_WORDS = st.sampled_from(["", "Boiler not firing, ", "Leak at 12 Elm Row. ", "URGENT - "])
_REST = st.sampled_from(["", ", please ring first", ". Tenant in after 5pm", "\nThanks"])


def test_nobody_is_pinged_by_what_they_did() -> None:
    """Who acts is written by name; the one mention is of an approver who has to decide."""
    deletion = PendingDeletion("S-1", SAM, waits_for_approval=False, until=AT)
    card = CardView(
        JOB, "Job updated", SAM, AT, who="Sam Ward", deletion=deletion, deleting="Sam Ward"
    )
    change = a_change("update", outcome=Outcome(), job_ref="JOB-001")
    asked = ApprovalView(change, JOB, [], "Why", [SAM, "U0DANA"], 1, 1, AT, asker="Sam Ward")
    messages = [job_card(card), event(card), approval_card(asked)]
    messages.append(reminder(asked, wider=False, gone=()))
    pinged = [set(re.findall(r"<[@!][^>^]+", str(each.wire()))) - DATES for each in messages]
    assert pinged == [set(), set(), {"<@U0DANA"}, {"<@U0DANA"}]


@given(st.sampled_from(_FIELDS), st.one_of(_CODES, _PHONES, _MAILS), _WORDS, _REST)
def test_no_channel_message_shows_a_part_of_what_is_private(
    field: str, secret: str, before: str, after: str
) -> None:
    typed = f"{before}{secret}{after}"
    value = f"<p>{typed}</p>" if field == "job_description" else typed
    secrets = re.findall(r"\d{3,}", secret)
    shape = re.search(r"\d[\d -]*\d", secret)

    job = _PLAIN_JOB.model_copy(update={field: value})
    for shown, ordinary in zip(channel_messages(job), _ORDINARY_MESSAGES, strict=True):
        assert all(shown.count(run) <= 2 * ordinary.count(run) for run in secrets), shown
        assert not shape or shape[0] not in shown or shape[0] in ordinary


def test_what_a_typed_line_keeps_from_the_title_a_card_keeps_too() -> None:
    for text in (*CODES, *CONTACTS):
        shown = public_text(text, money=True)

        assert INSTEAD in shown, text
        told = re.sub("buzz 4|flat 12|12 Elm Row|£250", "", shown)
        assert not re.search(
            r"\d\d|Rover|ABCD|hunter|bluebell|gmail|four|rover", told, re.IGNORECASE
        ), text


def test_only_a_message_with_a_show_sends_there() -> None:
    job = JOB.model_copy(update={"job_title": "Key safe 4471, budget £250"})
    card = CardView(job, "Job deleted", SAM, AT, state="deleted", note=job.job_title)
    deleted = f"{job_card(card).wire()} {event(card).wire()}"
    live, reply, *others = channel_messages(job, money=False)
    assert "see Show" in live
    assert "see Show" in reply  # in the thread of the card
    for shown in [deleted, *others]:
        assert "Show" not in re.sub("/job show", "", shown).replace("Shown", "")
        assert "not shown here" in shown


def test_an_ordinary_text_stays_as_it_is() -> None:
    assert [text for text in ORDINARY if public_text(text, money=True) != text] == []


@given(
    st.integers(1, 320),
    st.sampled_from(["Elm Row", "Acacia Avenue", "Gate House Lane", "Station Road"]),
    st.sampled_from(["LS1 4AB", "M20 2QQ", "SW1A 1AA"]),
    st.integers(1_000, 99_999),
    st.sampled_from(["Fri 12 June 2026", "Mon 12/6", "3 Dec", "9am-5pm"]),
)
def test_addresses_dates_money_and_references_stay(
    house: int, street: str, postcode: str, number: int, day: str
) -> None:
    job = JOB.model_copy(
        update={
            "full_address": f"Flat 2, {house} {street}, Leeds, {postcode}",
            "job_title": f"Boiler service at {house} {street}, {day}, £{number}.50",
            "job_description": f"<p>See JOB-{number}, WO-{number}, invoice no {number}, {day}.</p>",
            "quote_no": f"Q{number}",
        }
    )

    assert public_job(job, money=True) == job
    assert not any(INSTEAD in shown for shown in channel_messages(job))


def test_show_tells_it_privately() -> None:
    job = JOB.model_copy(update={"job_title": "Leak, key safe 4471"})

    assert "4471" in str(job_details(job).wire())
    assert "4471" not in "".join(channel_messages(job))
