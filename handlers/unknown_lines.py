"""A line after /job whose first word is no command, or whose job is in doubt: kept, and offered as what it may have meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.jobs import references
from bot.jobs.actions import SUBCOMMANDS
from bot.jobs.command_words import COMMAND_WORDS
from bot.jobs.doubtful_jobs import Doubt
from bot.jobs.spelling import nearest
from bot.members.access import Access
from bot.views import command_messages
from bot.workflows.drafts.drafts import Drafts
from handlers.background import Background
from handlers.pending_command import keep_command
from handlers.request import Request

_SHORTEST = 5
"""Letters of a word that one slip may have turned into another: `cancle`, not `lock`."""

_MOST_DIGITS = 10


@dataclass(frozen=True)
class _Guess:
    """`name`: the word as its button says it; `command` and `text`: what that runs."""

    name: str
    command: str
    text: str


class UnknownLines:
    def __init__(self, access: Access, drafts: Drafts, background: Background) -> None:
        self._access, self._drafts, self._background = access, drafts, background

    async def offer(self, request: Request, word: str, typed: str, line: str) -> None:
        """Keeps the line as a draft of what it may have meant, and as one of a new job.

        Raises `NotWelcome`.
        """
        await self._access.require_access(request.member)
        if word in COMMAND_WORDS and COMMAND_WORDS[word].only:
            new_job = await self._keep(request, "new", typed)
            question = command_messages.IS_IT_NEW
            await self._background.reply(
                request, command_messages.kept_line(question, new_job=new_job)
            )
            return
        guess = _guess(word, typed, line)
        guessed = "" if guess is None else await self._keep(request, guess.command, guess.text)
        is_new = guess is not None and guess.command == "new"
        new_job = "" if is_new else await self._keep(request, "new", line)
        if guess is None and word in COMMAND_WORDS:
            message = command_messages.which_job(word, COMMAND_WORDS[word].usage, new_job)
        else:
            name, question = guess.name if guess else None, _question(word, typed, line)
            message = command_messages.kept_line(question, name, guess=guessed, new_job=new_job)
        await self._background.reply(request, message)

    async def ask_which(
        self,
        request: Request,
        doubt: Doubt,
        commands: Sequence[tuple[str, str]],
        line: str,
    ) -> None:
        """Keeps the line for each job that it may be about. `commands`: name and text for each of them.

        Raises `NotWelcome`.
        """
        await self._access.require_access(request.member)
        names = [references.split(job)[0].word for job, _ in doubt.jobs]
        drafts = [await self._keep(request, name, text) for name, text in commands]
        new_job = await self._keep(request, "new", line) if len(names) == 1 else ""
        jobs = list(zip(names, drafts, strict=True))
        message = command_messages.which_of_jobs(jobs, several=doubt.several, new_job=new_job)
        await self._background.reply(request, message)

    async def _keep(self, request: Request, command: str, text: str) -> str:
        content = {"command": command, "text": text}
        return await keep_command(self._drafts, request, content)


def _guess(word: str, typed: str, line: str) -> _Guess | None:
    """What the line may have meant, if it looks like anything."""
    if _is_job(word) or _is_called_job(word, line):
        return _Guess("update", "update", line)
    if word in COMMAND_WORDS:  # `quote 2 new windows`
        return _of_word(word, typed)
    if near := nearest(word, SUBCOMMANDS):
        return _Guess(near, near, typed)
    after, _, rest = typed.partition(" ")
    if _is_number(word) and after.casefold() in COMMAND_WORDS:  # `3 status done`
        return _of_word(after.casefold(), f"{word} {rest}")
    if _is_number(word):  # `61 urgent`, or `12 Elm Row`
        return _Guess("update", "update", line)
    near = nearest(word, COMMAND_WORDS, within=1) if len(word) >= _SHORTEST else None
    if near and (guess := _of_word(near, typed)):
        return guess
    if asked := _asked_about(word, typed):
        return _Guess("show", "show", asked)
    about = references.named(typed)
    if about is not None and not about[1]:
        return _Guess("update", "update", about[0].word)
    return None


def _asked_about(word: str, typed: str) -> str:
    """The job of a question: `is 29 done?`."""
    first, rest = references.split(typed)
    asks = word in _ASKING and bool(rest) and not references.is_quantity(rest)
    return first.word if asks and first.is_likely else ""


_ASKING = frozenset({"is", "are", "was", "has", "did", "does", "isn't", "isnt", "hasn't", "hasnt"})


def _question(word: str, typed: str, line: str) -> str:
    if _is_job(word):
        return command_messages.only_a_job(references.split(line)[0].word)
    if _is_called_job(word, line):
        return command_messages.only_a_job(f"job {references.split(line)[0].runs[-1]}")
    if _is_number(word):
        return command_messages.job_or_new(word.strip("#."))
    if word in COMMAND_WORDS and (about := references.named(typed)):
        return command_messages.job_or_new(about[0].word)
    return command_messages.no_such_word(word)


def _is_job(word: str) -> bool:
    """`JOB-061` of `JOB-061 priority high`; not `12` of `12 Elm Row`."""
    return references.split(word)[0].is_likely and not _is_number(word)


def _is_called_job(word: str, line: str) -> bool:
    """`job 38 is finished`."""
    return word in {"job", "jobs"} and references.split(line)[0].is_likely


def _is_number(word: str) -> bool:
    """Of a job, or of a house."""
    return word.strip("#.").isdecimal() and len(word) < _MOST_DIGITS


def _of_word(word: str, typed: str) -> _Guess | None:
    command = COMMAND_WORDS[word].read(typed, sure=True)
    return _Guess(word, *command) if command else None
