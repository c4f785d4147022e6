"""`propops-bot changes retry|withdraw|resolve`: what an operator decides about one change.

Each says what it will do and whom the bot will tell, and works while the bot runs and while it does not.
"""

import getpass
import time
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from bot.cli.names import names_of
from bot.cli.output import WRONG_USAGE, say, stop
from bot.cli.outside import propops
from bot.cli.settings import in_loop, opened, storage_settings
from bot.errors import PropOpsError
from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.references import split
from bot.settings import Settings
from bot.store.change_log import Attempt
from bot.store.changes import ChangeStore
from bot.store.operator_decisions import OperatorDecision, OperatorDecisionStore
from bot.store.tokens import TokenStore
from bot.workflows.changes.operator_decisions import Senseless, resolution, retrial, withdrawal
from bot.workflows.changes.resolution import MayHaveLeft, between_tries

TOLD = (
    "{} is told once, in a direct message, as soon as the bot runs; the card, the request for approval "
    "and earlier messages are brought to it."
)
AS_USUAL = "{} is told how it ends, as with any change."
TOO_LATE = "{} has moved on in this very moment. Please look: propops-bot changes show {}"
DONE = "Done. A running bot takes it up within seconds, a stopped one at its start."


def _id(typed: str) -> str:
    """As it is stored, however it was copied."""
    id_ = typed.strip().strip(".,;:()\"'`").upper()
    if id_.startswith("E-"):
        stop(
            f"{id_} is the code of a failure: look for it in the log of the bot, or in its traces.",
            WRONG_USAGE,
        )
    if not id_.startswith("S-") and split(typed)[0].is_likely:
        job = typed.strip()
        stop(
            f"{job} is a job, and a change begins with S-. See: propops-bot changes list --job {job}",
            WRONG_USAGE,
        )
    return id_


Id = Annotated[
    str, typer.Argument(metavar="ID", help="S-…, as failures and cards show it", callback=_id)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done")]

Decide = Callable[[Change, Sequence[Attempt], bool], OperatorDecision]
"""The decision about a change, its attempts, and whether its member is linked. Raises `Senseless`, and
`MayHaveLeft` for what may be withdrawn in a moment."""


def retry(
    id_: Id,
    yes: Annotated[
        bool, typer.Option("--yes", help="Also one that may have been done: it is not in PropOps")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Try a change that waits again at once, or send one whose outcome is unknown again."""

    def decide(change: Change, _: Sequence[Attempt], linked: bool) -> OperatorDecision:
        return retrial(change, getpass.getuser(), now=time.time(), linked=linked, sure=yes)

    _run(id_, decide, dry_run=dry_run)


def withdraw(id_: Id, dry_run: DryRun = False) -> None:
    """Take a change back that was not sent."""
    _run(
        id_,
        lambda change, attempts, _: withdrawal(change, attempts, getpass.getuser()),
        dry_run=dry_run,
    )


def resolve(
    id_: Id,
    done: Annotated[bool, typer.Option("--done", help="PropOps shows that it was done")] = False,
    not_done: Annotated[bool, typer.Option("--not-done", help="… that it was not")] = False,
    job: Annotated[
        str, typer.Option(help="Which job it made, where it was a new one", metavar="REF")
    ] = "",
    dry_run: DryRun = False,
) -> None:
    """Say what became of a change whose outcome the bot could not find out."""
    if done == not_done:
        stop("Please say either --done or --not-done, as PropOps shows it.", WRONG_USAGE)
    if job and not_done:
        stop("--job goes with --done: it says which job was made.", WRONG_USAGE)
    settings = storage_settings()
    uuid = ref = ""
    if job:
        uuid, ref = in_loop(_job(settings, id_, job.strip()))

    def decide(change: Change, _: Sequence[Attempt], __: bool) -> OperatorDecision:
        by = getpass.getuser()
        return resolution(change, by, done=done, job_uuid=uuid, job_ref=ref)

    _run(id_, decide, dry_run=dry_run)


def _run(id_: str, decide: Decide, *, dry_run: bool) -> None:
    try:
        lines = in_loop(_decided(storage_settings(), id_, decide, dry_run=dry_run))
    except (Senseless, MayHaveLeft) as error:
        stop(error.reason)
    for line in lines:
        say(line)


async def _decided(settings: Settings, id_: str, decide: Decide, *, dry_run: bool) -> list[str]:
    """What was done, and whom the bot tells. Raises `Senseless` and `MayHaveLeft`."""
    async with opened(settings, must_exist=True) as (database, encryption):
        store = ChangeStore(database, encryption, time.time)
        decisions = OperatorDecisionStore(database, encryption, time.time)
        found = await store.get(id_)
        if found is None:
            stop(f"There is no change {id_}. See: propops-bot changes list")
        link = await TokenStore(database, encryption).get(found.member)
        linked = link is not None and link.dead_at is None
        who = (await names_of(database, [found.member])).person(found.member)

        async def decide_now(change: Change) -> list[str]:
            decision = decide(change, await store.attempts(id_), linked)
            stays = decision.to == change.state
            lines = [
                f"{id_}: {_what(change)}, asked for by {who}. {_words(change, decision)}",
                (AS_USUAL if stays else TOLD).format(who),
            ]
            if dry_run:
                return [*lines, "Nothing was done: --dry-run."]
            if stays:
                counted = await decisions.make_due(id_, decision)
            else:
                counted = await decisions.decide(id_, decision) is not None
            if not counted:
                raise MayHaveLeft(TOO_LATE.format(id_, id_))
            return [*lines, DONE]

        return await between_tries(found, store.get, decide_now)


def _what(change: Change) -> str:
    job = change.job_ref or change.job_uuid
    return " ".join(filter(None, (WRITES[change.action].title, job)))


def _words(change: Change, decision: OperatorDecision) -> str:
    match decision.word, decision.to:
        case "withdraw", _:
            return "It is withdrawn: nothing is sent to PropOps."
        case "resolve", "done":
            return "It counts as done; nothing is sent to PropOps."
        case "resolve", "checking":
            return "It made that job: the bot reads it in PropOps, and shows its card."
        case "resolve", _:
            return "It counts as not done; nothing is sent to PropOps, and a form is given back."
        case _ if decision.to == change.state:
            return "It is tried again at once."
        case _:
            return "It is sent to PropOps again."


async def _job(settings: Settings, id_: str, ref: str) -> tuple[str, str]:
    """The uuid and the reference of the job that a create made, by its reference."""
    async with opened(settings, must_exist=True) as (database, encryption):
        change = await ChangeStore(database, encryption, time.time).get(id_)
        if change is None:
            stop(f"There is no change {id_}. See: propops-bot changes list")
        if not WRITES[change.action].creates_job:
            stop("--job is for a new job: the others know which job they are about.", WRONG_USAGE)
        for row in change.outcome.candidates:
            if ref.casefold() in {row.ref.casefold(), row.uuid.casefold()}:
                return row.uuid, row.ref
        link = await TokenStore(database, encryption).get(change.member)
    async with propops() as gateway:
        if gateway is None or link is None or link.dead_at is not None:
            stop(
                f"{ref} can't be looked up in PropOps as whoever asked. Leave --job out: it then "
                "counts as done without a card."
            )
        try:
            found = await gateway.as_person(link.token).find(ref)
        except PropOpsError as error:
            stop(error.advice)
    if found is None:
        stop(f"PropOps shows no job {ref} to whoever asked. Is the reference right?")
    return found.uuid, found.job_ref
