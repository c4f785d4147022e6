"""E-mails that were pasted or passed on: what they say, and what came along."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.mail_text import MailText, read
from bot.jobs.message_job import of_message

BODY = "The boiler is making a banging noise and there is no hot water at 12 Elm Row."
FORWARDED = f"""{{cover}}

---------- Forwarded message ---------
From: Jane Tenant <jane@example.org>
Date: Mon, 24 Nov 2026 at 08:15
Subject: Re: Fwd: No hot water
To: Harrowfield Repairs <repairs@example.com>

Hi team,

{BODY}

Kind regards,
Jane Tenant
07700 900123

Sent from my iPhone"""
OUTLOOK = f"""See below.

________________________________
From: Jane Tenant <jane@example.org>
Sent: 24 November 2026 08:15
To: Repairs
Subject: No hot water

{BODY}
"""
APPLE = f"""Please log this one for us, thanks

Begin forwarded message:

From: Jane Tenant <jane@example.org>
Subject: No hot water
Date: 24 November 2026 at 08:15:00 GMT
To: repairs@example.com

Dear Sir/Madam,
{BODY}
Yours faithfully
Jane Tenant"""


@pytest.mark.parametrize(
    "text",
    [
        FORWARDED.format(cover="FYI"),
        FORWARDED.format(cover="Hi Priya,\ncan you raise this please\nThanks\nTom"),
        FORWARDED.format(cover=""),
        OUTLOOK,
        APPLE,
        FORWARDED.format(cover="").replace("\n", "\n> "),
    ],
)
def test_a_mail_passed_on_with_a_word_is_the_mail(text: str) -> None:
    mail = read(text)
    assert mail.subject == "No hot water"
    assert mail.body == BODY
    assert mail.to_read.split("\n")[0] == "No hot water"
    assert "Sent from my iPhone" not in mail.further
    assert "E-mail from Jane Tenant" in mail.further


def test_a_number_in_a_signature_is_kept_and_a_name_alone_is_not() -> None:
    assert "Jane Tenant, 07700 900123" in read(FORWARDED.format(cover="FYI")).further
    assert read(f"{BODY}\n\nKind regards\nJane Tenant").further == ""


def test_a_covering_note_that_says_something_comes_first() -> None:
    mail = read(FORWARDED.format(cover="Third time this month, please send Ace Gas"))
    assert mail.subject == ""
    first, second, *_ = mail.body.split("\n")
    assert (first, second) == ("Third time this month, please send Ace Gas", "No hot water")
    assert BODY in mail.body


def test_the_chain_under_an_answer_is_no_title() -> None:
    mail = read(
        "Water is coming through the ceiling now\n\n"
        "On Mon, 24 Nov 2026 at 08:15, Dana Okafor <dana@example.com>\nwrote:\n\n"
        "> Is it still dripping?\n>\n> On Sun, Jane wrote:\n> > It drips\n"
    )
    assert mail.to_read == "Water is coming through the ceiling now"
    assert "Is it still dripping?" in mail.further
    assert "E-mail from Dana Okafor" in mail.further
    assert "dana@example.com" not in mail.further


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent from my Samsung Galaxy smartphone.",
        "Get Outlook for iOS",
        "Sent from Yahoo Mail on Android",
        "Sent from Mail for Windows",
        "CAUTION: This email originated from outside of the organisation. Do not click links.",
        "[EXTERNAL]",
        "You don't often get email from jane@example.org. Learn why this is important",
    ],
)
def test_what_machines_write_is_left_out(line: str) -> None:
    assert read(f"Tap drips\n{line}") == MailText("", "Tap drips", "")
    assert read(f"{line}\nTap drips") == MailText("", "Tap drips", "")


@pytest.mark.parametrize(
    "text",
    [
        "Hi, boiler broken at 12 Elm Row",
        "Hello boiler broken",
        "Warning: gas smell, please email the tenant",
        "CAUTION: dog in the garden",
        "Sent the contractor away, wrong part",
        "Get the keys from reception, phone first",
        "Date: tomorrow\nTitle: leak",
        "On Monday the tenant wrote: nothing works",
        "This message light on the boiler blinks",
        "Best before noon",
        "Boiler broken\nThanks\nAlso the gate is off its hinges.",
        "From: kitchen",
        "> the tap drips",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    mail = read(text)
    everything = f"{mail.to_read} {mail.further}"
    kept = [word for word in text.split() if word.strip(",.") in everything]
    assert set(text.split()) - set(kept) <= {"Hi,", "Thanks", ">"}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Hi Priya,\nTap drips", "Tap drips"),
        ("Good morning all!\n\nTap drips", "Tap drips"),
        ("Hi Priya, tap drips", "tap drips"),
        ("Dear Mr Reilly,\nTap drips\n\n-- \nJane", "Tap drips"),
    ],
)
def test_greetings_say_nothing(text: str, body: str) -> None:
    assert read(text).to_read == body


def test_small_print_is_left_out() -> None:
    small = "This email and any attachments are confidential and intended solely for the addressee."
    assert read(f"Tap drips\n\n{small}\nRegistered in England 123456") == MailText("", "Tap drips")


_lines = st.sampled_from(
    [
        *(
            "From: Jo",
            "To: x",
            "Subject: Re: leak",
            "Sent: now",
            "> a",
            ">> b",
            "--",
            "Hi Jo,",
            "FYI",
        ),
        *("On Mon, Jo wrote:", "Kind regards", "Jo", "", "-----Original Message-----", "tap drips"),
        "Sent from my iPhone",
    ]
)


@given(st.one_of(st.text(), st.lists(_lines, max_size=25).map("\n".join)))
def test_a_text_with_words_never_comes_to_nothing(text: str) -> None:
    mail = read(text)
    assert bool(mail.to_read.strip()) or not text.strip()
    assert len(mail.further) <= 6_000


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("On Mon someone wrote:", "someone"),
        ("> On Mon someone wrote:", "someone"),
        ("On Mon 24 Nov 2026 at 08:15 Dana Okafor <d@x.example> wrote:", "Dana Okafor"),
        ("On Tuesday, Marjorie May wrote:", "Marjorie May"),
        ("On 3 March Monica Sunderland wrote:", "Monica Sunderland"),
    ],
)
def test_whose_an_earlier_mail_is(line: str, who: str) -> None:
    assert read(f"Please fix\n{line}\n> boiler dead").further == f"E-mail from {who}\nboiler dead"
    alone = read(f"{line}\n> boiler dead")
    assert (alone.body, alone.further) == ("boiler dead", f"E-mail from {who}")


def test_a_command_typed_as_a_message_and_a_signature_leave_no_scraps() -> None:
    mail = "/job new Boiler dead\n\nKind regards\nBob Tenant\nm: 07700 900123\ne: bob@x.example"
    job = of_message(mail, "From Slack")
    values, _ = job.filled({})
    assert job.to_read == "Boiler dead"
    assert values["job_description"] == "Bob Tenant\n\nFrom Slack"
    assert "07700 900123" in values["access_details"]
