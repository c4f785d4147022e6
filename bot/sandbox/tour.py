"""The main story, walked by itself in the terminal: what a member does, and what they see."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.sandbox.outline import outline, outline_view, readable
from bot.sandbox.slack import Member
from bot.sandbox.testbed import CHANNEL, Testbed

TYPED = "/job new boiler not firing at 12 Elm Row tomorrow high £250"


class WentWrong(Exception):
    """A step did not end as the story tells it; the text says what was seen."""


class Tour:
    def __init__(self, play: Testbed, console: Console) -> None:
        self._play, self._console = play, console
        self._step = 0
        self._posted: Any = None
        self._names = {
            person.id: person.real_name for person in play.slack.workspace.people.values()
        }

    async def walk(self) -> int:
        """0 when every step went as it should, 1 when one did not."""
        began = time.perf_counter()
        steps: tuple[Callable[[Member], Awaitable[None]], ...] = (
            self._unlinked,
            self._link,
            self._type,
            self._send,
            self._notify,
            self._update,
            self._restore,
        )
        priya = self._play.slack.member("priya")
        try:
            for step in steps:
                await step(priya)
        except Exception as error:
            self._console.print(
                f"\n[bold red]This step went wrong:[/] {type(error).__name__}: {error}"
            )
            return 1
        writes = [write["action"] for write in self._play.propops.writes]
        self._console.print(f"\nPropOps was written to {len(writes)} times: {', '.join(writes)}.")
        self._console.print(
            f"[bold green]All went well[/], in {time.perf_counter() - began:.1f} s."
        )
        return 0

    async def _unlinked(self, priya: Member) -> None:
        self._say("Priya types a job before her account is linked")
        self._typed(TYPED)
        await priya.command(TYPED, channel=CHANNEL)
        told = await self._until(lambda: priya.ephemerals or None, "a private answer")
        self._show("Only Priya sees", readable(told[-1].text, self._names))
        _sure(not self._play.propops.writes, "nothing may reach PropOps without a link")

    async def _link(self, _: Member) -> None:
        self._say("The engineer stores her PropOps token, encrypted (propops-bot tokens set)")
        await self._play.link("priya", "Priya Shah")
        self._console.print("   Linked as Priya Shah. The running bot sees it within seconds.")
        await asyncio.sleep(2.2)

    async def _type(self, priya: Member) -> None:
        self._say("The bot offers her what she typed; she types it again, and a filled form opens")
        self._typed(TYPED)
        await priya.command(TYPED, channel=CHANNEL)
        form = await priya.modal()
        self._show("The form", outline_view(form, names=self._names))
        _sure("£" not in str(form.value("job_title")), "the budget belongs in its own field")

    async def _send(self, priya: Member) -> None:
        self._say("She fills in what is missing and sends it")
        form = await priya.modal()
        await priya.fill(
            form,
            job_description="No hot water since Sunday. Please ring before coming.",
            job_type_id="Gas & Heating",
            contractor_id=("Ace", 0),
            contractor_budget="180",
            vat_percentage="20",
            access_details="Key safe by the back door, code 4471",
        )
        await priya.submit(form)
        card = self._posted = await self._card("Job created")
        self._show(f"Everybody in #{CHANNEL} sees", outline(card.blocks, names=self._names))
        text = str(card.text) + str(card.blocks)
        _sure("4471" not in text, "the key-safe code must stay out of the channel")
        _sure(len(self._play.propops.writes) == 1, "one job, exactly once")

    async def _notify(self, priya: Member) -> None:
        self._say("She presses Notify contractor, and confirms")
        await priya.press(self._posted, "Notify contractor")
        card = await self._card("Contractor notified")
        self._show("The card now says", outline(card.blocks, names=self._names))
        _sure(len(self._play.propops.notified) == 1, "the contractor is told once")

    async def _update(self, priya: Member) -> None:
        self._say("Later she changes the job")
        line = "/job update JOB-061 start next Friday, priority urgent"
        self._typed(line)
        await priya.command(line, channel=CHANNEL)
        form = await priya.modal(title="Update job", having="job_title")
        await priya.submit(form)
        card = await self._card("Job updated")
        self._show("The card now says", outline(card.blocks, names=self._names))

    async def _restore(self, priya: Member) -> None:
        self._say("That was the wrong job: she restores the state before")
        await priya.press(self._posted, "Restore")
        picker = await priya.modal(title="Restore job", having="commit_id")
        await priya.fill(picker, commit_id=1)
        picker = await self._until(lambda: self._ready(priya), "the revision's differences")
        self._show("What would change", outline_view(picker, names=self._names))
        await priya.submit(picker)
        card = await self._card("Job restored")
        self._show("The card now says", outline(card.blocks, names=self._names))
        await self._until(lambda: "Job restored" in self._thread() or None, "the last reply")
        self._show("Its thread tells the whole story", self._thread())

    def _thread(self) -> str:
        return "\n".join(
            readable(reply.text, self._names) for reply in self._play.slack.thread(self._posted)
        )

    def _ready(self, priya: Member) -> Any:
        view = priya.top
        return view if view is not None and view.source.get("submit") else None

    async def _card(self, words: str) -> Any:
        return await self._play.slack.wait_for_message(channel=CHANNEL, containing=words)

    async def _until(self, look: Callable[[], Any], what: str) -> Any:
        return await self._play.slack.until(look, why=what)

    def _say(self, words: str) -> None:
        self._step += 1
        self._console.print(f"\n[bold]{self._step}. {words}[/]")

    def _typed(self, line: str) -> None:
        self._console.print(Text(f"   {line}", style="cyan"))

    def _show(self, title: str, words: str) -> None:
        self._console.print(Panel(Text(words), title=title, title_align="left", width=78))


def _sure(fact: bool, words: str) -> None:
    if not fact:
        raise WentWrong(words)
