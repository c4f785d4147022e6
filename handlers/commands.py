"""/job: reads the sub-command and runs its function."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs import references
from bot.jobs.actions import SUBCOMMANDS, WRITE_OF_COMMAND, WRITES
from bot.jobs.change import Json
from bot.jobs.characters import plain_characters
from bot.jobs.command_words import ABOUT_ONE, COMMAND_WORDS, MOST_WORDS
from bot.jobs.doubtful_jobs import Doubt, another_command, doubt, last_number
from bot.jobs.narrowing import asked_for, is_state
from bot.jobs.references import JobReference
from bot.jobs.shortcuts import SHORTCUTS
from bot.jobs.spelling import nearest
from bot.jobs.unused_words import TAKES_A_JOB_ALONE, unused
from bot.store.rehearsals import RehearsalStore
from bot.views import command_messages, messages, unsent_forms
from bot.web import observed_request
from bot.web.bolt import Routes
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.drafts.drafts import Drafts
from bot.workflows.linking.permissions import PermissionCache
from handlers import rehearsal
from handlers.background import Background
from handlers.kept_presses import LINE, PressTable
from handlers.pending_command import PendingCommand, keep_command
from handlers.request import Request
from handlers.unknown_lines import UnknownLines
from handlers.with_parts import Command, with_parts

_FREE_TEXT = frozenset({"note", "delete"})
"""Commands whose text may tell of other jobs."""
_MOST_READ = 300
"""Characters of a line in which its name is looked for."""
_ONCE_MORE = re.compile(r"\A\s*/job(?=\s|\Z)\s*", re.IGNORECASE)
_MANNERS = re.compile(
    r"\s*(?:(?:hi|hey|hello|please|pls|plz|(?:can|could|would|will) (?:you|u|i|we)|(?:i|we) (?:want|need) to)\b[\s,]*)+",
    re.IGNORECASE,
)


class CommandTable:
    """Sub-commands of /job, buttons of a job and shortcuts: name → function, bound to its parts."""

    def __init__(
        self, commands: Mapping[str, Command], parts: Mapping[str, Any], approvals: Approvals
    ) -> None:
        """Raises ValueError for a function with a parameter that no part is named for."""
        self._commands = {name: with_parts(command, parts) for name, command in commands.items()}
        self._approvals = approvals

    async def start(self, name: str, request: Request, typed: str) -> None:
        """Runs it. Raises `NotWelcome` where the policy forbids it to the member or in the channel."""
        write = SHORTCUTS[name].write if name in SHORTCUTS else WRITE_OF_COMMAND.get(name)
        if write is not None:
            channel = request.place.channel
            await self._approvals.require_allowed(request.member, write, channel)
        await self.run(name, request, typed)

    async def run(self, name: str, request: Request, typed: str) -> None:
        """Runs it without asking the policy, which allowed it when it was first asked for."""
        await self._commands[name](request, typed)


def register(routes: Routes) -> None:
    routes.command("/job")(job)


async def job(
    ack: AsyncAck,
    body: dict[str, Any],
    request: Request,
    commands: CommandTable,
    presses: PressTable,
    background: Background,
) -> None:
    """Answers a line that can't be run with the ack; a valid one runs after it. One that says more than
    what to open is kept before. Raises `Busy` where that can't be done.
    """
    line = _to_the_point(str(body.get("text") or ""))
    name, typed = read_line(line)
    observed_request.named(name if name in SUBCOMMANDS else observed_request.UNKNOWN)
    if name not in SUBCOMMANDS or _doubtful(line):
        if not typed:
            await ack(**_private(_nothing_after(name)))
            return
        if background.leaves_out(request):
            await ack()
            return
        given = {"word": name, "typed": typed, "line": line}
        await presses.take(ack, _UNKNOWN, request, given)
        return
    command = SUBCOMMANDS[name]
    if command.needs_ref and not typed:
        await ack(**_private(command_messages.missing_ref(name, command.usage)))
        return
    keep = _pending(name, typed)
    start = partial(_started, commands, name, request, typed, background)
    if background.leaves_out(request):
        await ack()
    elif keep is not None and keep.line:
        await presses.take_line(ack, request, keep, start)
    else:
        await ack()
        background.start(start(), request, keep)


def typed_line(line: str) -> str:
    """What of a line is a pity to lose: all of it, or nothing."""
    line = _to_the_point(line)
    name, typed = read_line(line)
    if name not in SUBCOMMANDS:
        return f"/job {line}" if typed else ""
    keep = _pending(name, typed)
    return keep.line if keep is not None else ""


def _pending(name: str, typed: str) -> PendingCommand | None:
    """None for what anybody may ask for, such as help."""
    command = PendingCommand(name, typed, f"/job {name} {typed}".strip())
    return command if SUBCOMMANDS[name].permissions else None


async def _started(
    commands: CommandTable, name: str, request: Request, typed: str, background: Background
) -> None:
    """Runs it, and says which words it has no use for: none is left out in silence."""
    await commands.start(name, request, typed)
    if words := unused(name, typed):
        await background.reply_in_channel(request, command_messages.left_out(name, typed, words))


def _nothing_after(name: str) -> messages.Message:
    """What is said of a word with nothing behind it that is no command by itself."""
    if name in COMMAND_WORDS:
        return command_messages.missing_ref(name, COMMAND_WORDS[name].usage)
    return command_messages.unknown_command(name, nearest(name, SUBCOMMANDS))


def _to_the_point(line: str) -> str:
    """Without the manners before a command: `please close 61`, and without a second `/job`. Manners before
    anything else may belong to it.
    """
    line = _ONCE_MORE.sub("", line, count=1)
    manners = _MANNERS.match(line[:_MOST_READ])
    rest = line[manners.end() :] if manners else ""
    return rest if rest and read_line(rest)[0] in SUBCOMMANDS else line


def read_line(line: str) -> tuple[str, str]:
    """The name of the command, and the text after it exactly as it was typed, trimmed.

    A job alone means *show*: `/job 61`. The name is as it was typed where nothing is called so, or
    where a word about a job names none.
    """
    if len(line) <= _MOST_READ and (asked := asked_for(line)) is not None:
        return _of_one("open", asked)
    for word, typed in _beginnings(line):
        if word in COMMAND_WORDS and (command := COMMAND_WORDS[word].read(typed)):
            return _of_one(*command)
    if is_state(line[:_MOST_READ]):  # `overdue`
        return "open", line
    word, typed = _split(line)
    name = html.unescape(word).casefold().rstrip(":,") or "help"
    if name in SUBCOMMANDS:
        about_one = SUBCOMMANDS[name].needs_ref
        return _of_one(
            name, references.leading(typed, whole=name == "delete") if about_one else typed
        )
    reference, rest = references.split(line)
    if reference.is_likely and not rest and _is_one_job(word, typed):
        return "show", reference.word
    return _of_one_job(reference, rest) or (name, typed)


def _of_one(command: str, typed: str) -> tuple[str, str]:
    """The same, or the command that is meant where nothing but a job follows: `open 61`."""
    about = references.named(typed) if command in ABOUT_ONE else None
    if about is None or about[1]:
        return command, typed
    return ABOUT_ONE[command], about[0].word


def _of_one_job(reference: JobReference, rest: str) -> tuple[str, str] | None:
    """A job and one word that says what to do with it: `61 done`. More may be an address."""
    name = rest.casefold().strip(" .!")
    if not reference.is_likely:
        return None
    if name in SUBCOMMANDS and SUBCOMMANDS[name].needs_ref:
        return name, reference.word
    word = COMMAND_WORDS.get(name)
    if word is None or not (word.sure and SUBCOMMANDS[word.command].needs_ref):
        return None
    return word.read(reference.word)


def _doubtful(line: str) -> tuple[Doubt, Sequence[tuple[str, str]]] | None:
    """Why it is not clear which job a line is about, and the command and text for each that it may be."""
    for word, typed in _beginnings(line):
        entry = COMMAND_WORDS.get(word)
        command = entry.command if entry else word
        if command not in SUBCOMMANDS:
            continue
        if not SUBCOMMANDS[command].needs_ref or (entry and not entry.sure):
            return None
        found = doubt(typed[:_MOST_READ], entry.before if entry else "")
        if found is None and command in TAKES_A_JOB_ALONE:
            found = last_number(typed)
        if found is None and command not in _FREE_TEXT:
            found = another_command(word, typed[:_MOST_READ])
        if found is None:
            return None
        more = typed[_MOST_READ:]
        words = found.words or [word] * len(found.jobs)
        lines = (
            f"{first} {job} {rest}{more}"
            for first, (job, rest) in zip(words, found.jobs, strict=True)
        )
        return found, [read_line(each.strip()) for each in lines]
    return None


def _beginnings(line: str) -> Iterator[tuple[str, str]]:
    """Its first three words and the rest, its first two, its first: `add a note 61 …`."""
    words = list(re.finditer(r"\S+", line[:_MOST_READ]))
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        name = html.unescape(" ".join(word[0] for word in words[:count]))
        name = plain_characters(name).casefold()
        yield name.rstrip(":,"), line[words[count - 1].end() :].strip()


def _is_one_job(word: str, typed: str) -> bool:
    """`JOB-061`, and `job 61` or `no. 61`; not `mould 3`."""
    return not typed or word.casefold().strip(".#") in {"", "job", "no", "number", "ref"}


async def help_(
    request: Request,
    typed: str,
    permissions: PermissionCache,
    rehearsals: RehearsalStore,
    background: Background,
) -> None:
    """The sub-commands this member has the permissions for, as far as PropOps tells."""
    del typed
    rehearsal.hear(rehearsals, background, request, "command")
    rights = await permissions.of(request.member)
    shown = {name: each for name, each in SUBCOMMANDS.items() if rights.may_allow(each.permissions)}
    shortcuts = [
        each for each in SHORTCUTS.values() if rights.may_allow((WRITES[each.write].permission,))
    ]
    hidden = len(SUBCOMMANDS) - len(shown)
    message = command_messages.help_text(shown, shortcuts, hidden=hidden)
    await background.reply_in_channel(request, message)


COMMANDS = {"help": help_}


async def offer_back(request: Request, given: Json, drafts: Drafts, background: Background) -> None:
    """A line whose process died before it was answered."""
    command = PendingCommand(**given)
    draft = await keep_command(drafts, request, command._asdict())
    await background.reply(request, unsent_forms.unanswered(command.words, draft))


async def offer_unknown(request: Request, given: Json, unknown_lines: UnknownLines) -> None:
    if about := _doubtful(given["line"]):
        await unknown_lines.ask_which(request, *about, given["line"])
        return
    await unknown_lines.offer(request, given["word"], given["typed"], given["line"])


_UNKNOWN = "unknown line"
PRESSES = {LINE: offer_back, _UNKNOWN: offer_unknown}


def _split(text: str) -> tuple[str, str]:
    """`new  boiler …` → `("new", "boiler …")`: the rest exactly as it was typed, trimmed."""
    parts = text.strip().split(None, 1)
    return (parts[0] if parts else "", parts[1].strip() if len(parts) > 1 else "")


def _private(message: messages.Message) -> dict[str, Any]:
    """A message as an ephemeral answer to a command."""
    return {"text": message.text, "blocks": list(message.blocks), "response_type": "ephemeral"}
