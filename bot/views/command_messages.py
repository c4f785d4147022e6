"""Answers to a command that was typed: help, a word or a reference nobody knows."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from bot.jobs.actions import SubCommand
from bot.jobs.model import Job
from bot.jobs.promises import Promise, of_draft
from bot.jobs.references import UUID
from bot.jobs.shortcuts import Shortcut
from bot.views import blocks
from bot.views.blocks import Element, Message
from bot.views.buttons import Press
from bot.views.messages import RESUME
from bot.views.mrkdwn import member, stopped, typed_line, when
from bot.views.paragraphs import bold, code, paragraph
from bot.views.search_results import MORE

IS_IT_NEW = "Is this a new job?"
_MOST_NAMED = 5
_MOST_REPEATED = 1_500
"""Characters of a line that are said again."""
_LINK = re.compile(r"<?https?://", re.IGNORECASE)


def help_text(
    commands: Mapping[str, SubCommand], shortcuts: Iterable[Shortcut] = (), hidden: int = 0
) -> Message:
    """Every sub-command with what follows it, and the ways in that are not typed. `hidden`: how many are
    left out for want of rights.
    """
    lines = [
        f"`/job {blocks.escape(f'{name} {command.usage}'.strip())}` – {blocks.escape(command.help)}"
        for name, command in commands.items()
    ]
    lines += [_not_typed(each) for each in shortcuts]
    foot = (
        "REF is a job's reference, such as JOB-001; its number alone will do. Plain words work too: "
        "/job close 61, /job assign 61 Ace Gas, /job priority 61 high."
    )
    if hidden:
        foot += (
            " Left out is what your PropOps account can't do: type /job whoami to see what is "
            "missing, and ask your PropOps administrator for it."
        )
    return blocks.message(
        "\n".join(["PropOps jobs from Slack", *lines, foot]),
        [
            blocks.section("*PropOps jobs from Slack*"),
            *blocks.sections(lines),
            blocks.context(foot),
        ],
    )


def _not_typed(shortcut: Shortcut) -> str:
    where = (
        "in the ⋯ menu of a message, under *More message shortcuts*"
        if shortcut.of_message
        else "in the ⚡ or + menu beside the message box"
    )
    does = f"{shortcut.help[0].lower()}{shortcut.help[1:]}"
    return f"*{blocks.escape(shortcut.name)}*, {where} – {blocks.escape(does)}"


def unknown_command(word: str, nearest: str | None = None) -> Message:
    """Nothing was typed after the word, so there is nothing to keep."""
    return paragraph(f"There is no `/job {code(word)}`. {_guess(nearest)}")


def kept_line(
    question: str, nearest: str | None = None, *, guess: str = "", new_job: str = ""
) -> Message:
    """A line that can't be run as it is. `question`: ready mrkdwn; `guess`, `new_job`: ids of the drafts
    that hold the line for the nearest command, and for a new job.
    """
    buttons = []
    if guess:
        buttons.append(blocks.button(f"Use /job {nearest}", RESUME, value=guess))
    if new_job:
        buttons.append(blocks.button("Raise this as a job", RESUME, value=new_job))
    words = f"{question} What you typed is kept: press the button that fits."
    return paragraph(words, buttons, of_draft(guess or new_job))


def left_out(command: str, typed: str, words: str) -> Message:
    """The command was run without `words`, which it has no use for. `typed`: all that follows its name."""
    said = f"`/job {command}` has no use for “{blocks.escape(blocks.clip(blocks.one_line(words), 60))}”."
    hint = _INSTEAD.get(command)
    if hint is not None:
        return paragraph(f"{said} {hint}")
    looked_for = blocks.clip(blocks.one_line(typed), 300)
    return paragraph(
        f"{said} To change a job, type `/job update REF …`; for its notes, `/job note REF …`.",
        [find_button(looked_for)],
    )


def find_button(text: str) -> Element:
    """Searches for it. `text`: as it would be typed after `/job find`."""
    value = json.dumps({"find": text, "at": 0}, separators=(",", ":"))
    return blocks.button(f"Find “{blocks.clip(text, 50)}”", MORE, value=value)


_INSTEAD: Mapping[str, str] = {
    "board": "It shows what waits for you: `mine` or `all`. To narrow jobs, type `/job open NAME`; for one, "
    "`/job show REF`.",
    "follow": "Choose in the form which jobs this channel is told of, or end it there. For one job, type "
    "`/job show REF`.",
    "settings": "Set it in the form.",
    "link": "To ask a colleague to link, type `/job link @name`.",
    "unlink": "It is about your own account alone.",
    "whoami": "It is about your own account alone.",
    "help": "It lists all commands.",
}
"""Where another command, or the form, is what was meant."""


def no_such_word(word: str) -> str:
    return f"There is no `/job {code(word)}`."


def only_a_job(ref: str) -> str:
    """The line begins with a job, and no word says what to do with it."""
    return f"What would you like to do with {bold(ref)}?"


def job_or_new(number: str) -> str:
    """The number may be a job's, or how many of something."""
    return f"Is this about job {bold(number)}, or is it a new job?"


def which_job(word: str, usage: str, new_job: str) -> Message:
    """A word about a job, which nothing after it names. `new_job`: the id of the draft that holds the line."""
    line = blocks.escape(f"{word} {usage}")
    words = (
        f"Which job is that about? Type `/job {line}`, e.g. `/job {code(word)} JOB-001`. "
        "If it is a new job, press the button: what you typed is kept."
    )
    button = blocks.button("Raise this as a job", RESUME, value=new_job)
    return paragraph(words, [button], of_draft(new_job))


def which_of_jobs(jobs: Sequence[tuple[str, str]], *, several: bool, new_job: str = "") -> Message:
    """A line that may be about any of these jobs, or is about each of them (`several`). `jobs`: what they were
    called, and the id of the draft that holds the line for it; `new_job`: as of `kept_line`.
    """
    names = [bold(blocks.clip(name, 40)) for name, _ in jobs]
    listed = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    if several:
        words = f"That names {len(jobs)} jobs, {stopped(listed)} They are done one at a time: press one, then the next."
    elif new_job:
        words = f"Is that about job {listed}? If it is another job, type its reference first, e.g. `JOB-001`."
    else:
        words = f"Which job is that about: {listed.replace(' and ', ' or ')}?"
    buttons = [
        blocks.button(f"Job {blocks.clip(name, 40)}", RESUME, value=draft) for name, draft in jobs
    ]
    if new_job:
        buttons.append(blocks.button("Raise this as a job", RESUME, value=new_job))
    promise = of_draft(jobs[0][1]) if jobs and not several else None
    return paragraph(f"{words} What you typed is kept.", buttons, promise)


def not_about_a_job(line: str, new_job: str) -> Message:
    """The job that a line is about is not there. `line`: as Slack gave it; `new_job`: the id of the draft that holds the rest of it."""
    words = (
        f"What you typed is kept: `{typed_line(line, _MOST_REPEATED)}`. "
        "Send it again with the right reference, or press the button to raise it as a new job."
    )
    button = blocks.button("Raise this as a job", RESUME, value=new_job)
    return paragraph(words, [button], of_draft(new_job))


def _guess(nearest: str | None) -> str:
    return f"Did you mean `/job {code(nearest)}`?" if nearest else "Try `/job help`."


def missing_ref(name: str, usage: str) -> Message:
    """`usage`: what follows the name of the command."""
    line = blocks.escape(f"{name} {usage}".strip())
    return paragraph(f"Which job? Type `/job {line}`, e.g. `/job {code(name)} JOB-001`.")


def unknown_ref(ref: str, nearest: str | None = None) -> Message:
    """A uuid comes from a button: nobody typed it, so it is not shown."""
    if UUID.fullmatch(ref):
        return paragraph(
            "I can't find that job any more: it may have been deleted, or your PropOps account "
            "can't see it. Please look for it with `/job find`."
        )
    guess = (
        f"Did you mean {bold(nearest)}?"
        if nearest
        else "Please check the reference: it may also be a job your PropOps account can't see."
    )
    return paragraph(f"I can't find {stopped(bold(ref))} {guess}")


def no_reference(typed: str) -> Message:
    """What was typed in the place of a reference does not look like one."""
    if _LINK.match(typed):
        return paragraph(
            "I can't tell from that link which job it is. Please copy the job's reference from PropOps, "
            "e.g. JOB-001, or look for the job with `/job find` and some of its words."
        )
    return paragraph(
        f"I can't find a job called {stopped(bold(typed))} To see which jobs there are, type "
        f"`/job find {code(typed)}`, then use the reference, e.g. JOB-001."
    )


def several_refs(ref: str, jobs: Sequence[Job]) -> Message:
    """More than one job has this number: which one is left to the member."""
    rows = [f"• {bold(job.job_ref)} – {blocks.escape(job.job_title)}" for job in jobs[:_MOST_NAMED]]
    more = "" if len(jobs) <= _MOST_NAMED else f"\n… and {len(jobs) - _MOST_NAMED} more."
    words = f"More than one job is called {stopped(bold(ref))} Please type the whole reference:"
    return paragraph("\n".join([words, *rows]) + more)


def deleted_job(ref: str, who: str, at: float, again: Press | None = None) -> Message:
    """The job was deleted from here. `again`: where the one who asks may raise it again."""
    words = f"{bold(ref)} was deleted by {member(who)}, {when(at)}. It can't be brought back."
    if again is None:
        return paragraph(f"{words} If it is still needed, raise it with `/job new`.")
    promise = Promise("raise", again.change)
    return paragraph(words, [again.button("Raise again")], promise)
