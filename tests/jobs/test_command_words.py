"""Every word that people type after /job for what has another name: one table, one test over it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.actions import SUBCOMMANDS
from bot.jobs.command_words import COMMAND_WORDS, typed_by_hand
from bot.jobs.quicktext.labels import NAMES
from bot.jobs.references import leading, named, split
from handlers.commands import _to_the_point, read_line, typed_line
from tests.corpus import corpus

ABOUT_A_JOB = sorted(
    word for word, each in COMMAND_WORDS.items() if SUBCOMMANDS[each.command].needs_ref
)
FILLS = sorted(word for word in ABOUT_A_JOB if COMMAND_WORDS[word].fills)


def test_a_word_stands_for_a_command_and_hides_none() -> None:
    for word, entry in COMMAND_WORDS.items():
        assert entry.command in SUBCOMMANDS, word
        assert not entry.alone or entry.alone in SUBCOMMANDS, word
        assert word not in SUBCOMMANDS
        assert word == word.casefold()
        for filled in filter(None, (entry.before, entry.after)):
            assert filled.partition(":")[0] in NAMES, (word, "the form's own reader has to know it")


@pytest.mark.parametrize("ref", ["3", "#3", "JOB-003", "job 3", "JOB003", "no. 3"])
def test_a_word_and_a_job_are_about_that_job(ref: str) -> None:
    for word in ABOUT_A_JOB:
        entry = COMMAND_WORDS[word]
        name, text = read_line(f"{word} {ref}")
        if not entry.sure and split(ref)[0].is_number:
            assert (name, text) == (word, ref), "asks first"
            continue
        assert name == (entry.alone or entry.command), word
        assert split(text)[0].means("JOB-003"), word


def test_a_word_keeps_the_reference_and_what_follows() -> None:
    for word in ABOUT_A_JOB:
        read = COMMAND_WORDS[word].read("JOB 61 Ace Gas")
        assert read is not None, word
        command, text = read
        assert command == COMMAND_WORDS[word].command
        assert split(text)[0].means("JOB-061")
        assert "Ace Gas" in text


@pytest.mark.parametrize(
    "rest", ["", "boiler visit", "the 12 elm row leak", "12 Elm Row tap drips"]
)
def test_a_word_without_a_job_never_runs(rest: str) -> None:
    for word in FILLS:
        if rest.startswith("12") and COMMAND_WORDS[word].sure:
            continue  # `close 12 …` is about job 12
        name, text = read_line(f"{word} {rest}")
        assert name not in SUBCOMMANDS or (name == "update" and " " in word)
        assert rest.partition(" ")[0] in text


@corpus(
    ("line", "name", "text"),
    [
        ("reopen 3", "update", "3 status: reopened"),
        ("Re-open JOB-003 please", "update", "JOB-003 status: reopened"),
        ("cancel the job 3", "update", "job-3 status: cancelled"),
        ("close 3", "update", "3 status: complete"),
        ("close 3 now", "update", "3 status: complete"),
        ("put on hold 3", "update", "3 status: on hold"),
        ("archive #3", "update", "3 status: archived"),
        ("status 3", "show", "3"),
        ("status 3 done", "update", "3 status: done"),
        ("status of 3", "show", "3"),
        ("set status of 3 to done", "update", "3 status: done"),
        ("update status 3 done", "update", "3 status: done"),
        ("update priority job 3", "update", "job-3"),
        ("priority 3: high", "update", "3 priority: high"),
        ("budget 3 400", "update", "3 budget: 400"),
        ("budget 3 = £1,200.50", "update", "3 budget: £1,200.50"),
        ("assign 3 Ace Gas", "update", "3 contractor: Ace Gas"),
        ("assign 3 to Ace Gas", "update", "3 contractor: Ace Gas"),
        ("assign Ace Gas to 3", "update", "3 contractor: Ace Gas"),
        ("assign Ace Gas to job 3 please", "update", "job-3 contractor: Ace Gas please"),
        ("give JOB-003 to Ace Gas", "update", "JOB-003 contractor: Ace Gas"),
        ("move 3 to friday", "update", "3 start: friday"),
        ("reschedule 3 for 4 dec", "update", "3 start: 4 dec"),
        ("book JOB-003 for today", "update", "JOB-003 start: today"),
        ("start 3", "update", "3 status: in progress"),
        ("start 3 monday", "update", "3 start: monday"),
        ("due 3 friday", "update", "3 end: friday"),
        ("rename 3 Boiler, upstairs", "update", "3 title: Boiler, upstairs"),
        ("undo 3", "restore", "3"),
        ("chase 3", "notify", "3"),
        ("notify Ace Gas about 3", "notify", "3 Ace Gas"),
        ("add a note to 3 rang the tenant", "note", "3 rang the tenant"),
        ("add note JOB-003 rang", "note", "JOB-003 rang"),
        ("add photos 3", "photos", "3"),
        ("mark 3 as done", "update", "3 as done"),
        ("put 3 on hold", "update", "3 on hold"),
        ("create leak in job 3 again", "new", "leak in job 3 again"),
        ("add boiler at 12 Elm Row", "new", "boiler at 12 Elm Row"),
        ("quote 2 new windows at 12 Elm Row", "quote", "2 new windows at 12 Elm Row"),
        ("tenant 3 weeks without water", "tenant", "3 weeks without water"),
        ("book 2 plumbers", "book", "2 plumbers"),
        ("cancel boiler visit at 12", "cancel", "boiler visit at 12"),
        ("close the window at 12 Elm Row", "close", "the window at 12 Elm Row"),
        ("open 3", "show", "3"),
        ("open JOB-003", "show", "JOB-003"),
        ("unassign 3", "update", "3 contractor: none"),
        ("send 3 to Ace Gas", "send", "3 to Ace Gas"),
        ("send JOB-003 to Ace Gas", "update", "JOB-003 contractor: Ace Gas"),
        ("send plumber to 12 Elm Row", "send", "plumber to 12 Elm Row"),
        ("find “boiler”", "find", "“boiler”"),
        ("61 done", "update", "61 status: complete"),
        ("#61 Done!", "update", "61 status: complete"),
        ("JOB-061 cancelled", "update", "JOB-061 status: cancelled"),
        ("61 history", "history", "61"),
        ("61 photos", "photos", "61"),
        ("2 keys", "2", "keys"),
        ("61 jobs", "61", "jobs"),
        ("when is 61", "show", "61"),
        ("who is on 61", "show", "61 is"),
        ("approve 61", "board", "61"),
        ("delete dup of 61", "delete", "dup of 61"),
        ("delete photo on 61", "delete", "photo on 61"),
        ("delete the job 61", "delete", "job-61 the"),
        ("remove ace gas from 61", "delete", "ace gas from 61"),
        ("cancel visit for 61", "cancel", "visit for 61"),
        ("cancel the duplicate of 61", "cancel", "the duplicate of 61"),
        ("update no 12 elm row", "update", "no 12 elm row"),
        ("?", "help", ""),
        ("what can you do", "help", "you do"),
        ("how do i close a job", "help", "i close a job"),
        ("upd 50 low", "update", "50 low"),
        ("upd status 50 done", "update", "50 status: done"),
        ("prio 50 low", "update", "50 priority: low"),
        ("hist 50", "history", "50"),
        ("pics 50", "photos", "50"),
        ("whats 50", "show", "50"),
        ("What’s 50", "show", "50"),
        ("whats on 50", "show", "50"),
        ("what is the status of 50", "show", "50 is the status"),
        ("whats open today", "open", "today"),
        ("what's open?", "open", ""),
        ("whats open 50", "show", "50"),
        ("which jobs are overdue", "open", "overdue"),
        ("which jobs are with Ace Gas", "open", "with Ace Gas"),
        ("what's on today?", "open", "today"),
        ("what have we got on tomorrow", "open", "tomorrow"),
        ("anything overdue?", "open", "overdue"),
        ("any open jobs today", "open", "today"),
        ("what jobs are there?", "open", ""),
        ("show me open jobs", "open", ""),
        ("show overdue", "open", "overdue"),
        ("list open jobs for Ace Gas", "open", "for Ace Gas"),
        ("list jobs", "mine", "jobs"),
        ("any leaks at 12 Elm Row", "any", "leaks at 12 Elm Row"),
        ("remind ace gas 50", "notify", "ace gas 50"),
    ],
)
def test_lines_that_people_type(line: str, name: str, text: str) -> None:
    assert read_line(line) == (name, text)


def test_what_a_word_fills_in_was_typed_by_nobody() -> None:
    for word in FILLS:
        read = COMMAND_WORDS[word].read("JOB-003")
        assert read is not None
        assert not typed_by_hand(split(read[1])[1]), word


@given(st.text(max_size=200))
def test_a_line_that_begins_with_another_word_keeps_all_its_words(typed: str) -> None:
    about = named(typed)
    if about is not None:
        reference, rest = about
        assert reference.is_likely
        assert set(rest.split()) <= set(typed.split())
    assert leading(leading(typed)) == leading(typed)


@corpus(
    ("line", "kept"),
    [
        ("please close 61 today", "/job update 61 today status: complete"),
        ("hi, can you note 61 rang the tenant", "/job note 61 rang the tenant"),
        ("please fix the boiler", "/job please fix the boiler"),
        ("could you send a plumber to 12 Elm Row", "/job could you send a plumber to 12 Elm Row"),
    ],
)
def test_manners_before_a_command_are_no_part_of_it(line: str, kept: str) -> None:
    assert typed_line(line) == kept


@pytest.mark.parametrize("word", ["hello", "Hi", "hey", "todo", "tasks", "following"])
@pytest.mark.parametrize(
    "told", ["12 Elm Row no heating", "mate, boiler off", "fix the gate", "leak & damp"]
)
def test_a_greeting_before_a_job_is_no_command(word: str, told: str) -> None:
    name, text = read_line(f"{word} {told}")
    assert name not in SUBCOMMANDS
    assert text == told
    assert typed_line(f"{word} {told}") == f"/job {word} {told}"


@pytest.mark.parametrize(
    ("line", "command"),
    [
        *(
            ("hello", "help"),
            ("Hello:", "help"),
            ("new, boiler off", "new"),
            ("hi there", "help"),
            ("hey, please help me", "help"),
        ),
        *(("hello can you help me", "help"), ("todo", "board"), ("todo all", "board")),
        *(("tasks please", "board"), ("how do I delete a job", "help")),
        *(("hello close 61", "update"), ("hi show 61", "show"), ("following", "follow")),
    ],
)
def test_a_greeting_alone_or_before_a_command(line: str, command: str) -> None:
    line = _to_the_point(line)
    assert read_line(line)[0] == command


@pytest.mark.parametrize(
    ("line", "command", "text"),
    [
        ("/job show 61", "show", "61"),
        ("/job /job close 61", "/job", "close 61"),
        ("/JOB new leak at 12 Elm Row", "new", "leak at 12 Elm Row"),
        ("/job", "help", ""),
        ("/jobs 61", "/jobs", "61"),
        ("list 61", "show", "61"),
        ("jobs JOB-061", "show", "JOB-061"),
        ("mine 61", "show", "61"),
        ("mine urgent", "mine", "urgent"),
        ("list JOB-061 urgent", "mine", "JOB-061 urgent"),
    ],
)
def test_a_second_slash_and_lists_of_one_job(line: str, command: str, text: str) -> None:
    assert read_line(_to_the_point(line)) == (command, text)
