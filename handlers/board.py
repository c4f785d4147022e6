"""/job board: what waits for somebody, privately; its pages and its switch."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import NotLinked, TokenDead, UnreadablePayload
from bot.jobs.board import PageStart
from bot.jobs.change import Member
from bot.jobs.unused_words import EVERYBODYS, OWN
from bot.members.access import Access
from bot.slack.messenger import Messenger
from bot.store.changes import ChangeStore
from bot.views import board as views
from bot.views import change_status, messages
from bot.views.buttons import Press
from bot.web.bolt import Routes
from bot.workflows.board.boards import Boards
from bot.workflows.board.changed import ChangedBoards
from bot.workflows.board.homes import HomeTabs
from bot.workflows.changes.resolution import CannotResolve
from handlers.background import Background
from handlers.named_job import NamedJobs
from handlers.request import Request


def register(routes: Routes) -> None:
    routes.action(views.ROWS)(turn)
    routes.action(views.BACK)(turn_back)
    routes.action(views.WHOSE)(switch)
    routes.action(views.CARD)(only_ack)
    routes.action("card.settle")(settle)


class ShownBoards:
    """Sends boards, and draws one anew where a button on it was pressed."""

    def __init__(
        self,
        boards: Boards,
        homes: HomeTabs,
        changed: ChangedBoards,
        jobs: NamedJobs,
        messenger: Messenger,
        background: Background,
    ) -> None:
        self.boards, self.homes, self.changed = boards, homes, changed
        self.jobs, self._messenger, self._background = jobs, messenger, background

    async def send(self, request: Request) -> None:
        """Privately, as it is now."""
        await self.jobs.require_linked(request)
        read = await self.boards.read(request.member, fresh=True)
        view = self.homes.view_of(read, start=PageStart(), on_page=views.IN_MESSAGE)
        await self._background.reply_in_channel(request, views.message(view))

    async def draw_again(self, request: Request, start: PageStart) -> None:
        """With the page that begins there; Home too, where it is open."""
        if request.home:
            start = await self._to_keep(request.member, start)
            await self.boards.readers.turn_home(request.member, start)
            self.changed.touched_by(request.member)
            await self.homes.draw(request.member)
            return
        message = request.place.channel, request.place.message
        read = await self.boards.read(request.member)
        start = start.to_keep(read.board.rows, read.now)
        await self.boards.readers.turn_morning(request.member, message, start)
        view = self.homes.view_of(read, start=start, on_page=views.IN_MESSAGE)
        await self.replace(request, views.message(view))

    async def _to_keep(self, member: Member, start: PageStart) -> PageStart:
        """Of their Home."""
        if start == PageStart():
            return start
        try:
            read = await self.boards.read(member)
        except (NotLinked, TokenDead):
            read = await self.boards.without_link(member)
        return start.to_keep(read.board.rows, read.now)

    async def replace(self, request: Request, message: messages.Message) -> None:
        """Puts it in the place of the message that was pressed; else sends it."""
        self.changed.touched_by(request.member)
        place = request.place
        if request.ephemeral:
            if request.url and await self._messenger.replace_by_url(request.url, message):
                return
        elif place.message and await self._messenger.update(place.channel, place.message, message):
            return
        await self._background.reply_in_channel(request, message)


async def board(request: Request, typed: str, shown_boards: ShownBoards) -> None:
    """`[all]`, `[mine]`: turns the switch, which is remembered, as its button does."""
    everybodys = EVERYBODYS.search(typed) is not None
    if everybodys or OWN.search(typed):
        await shown_boards.jobs.require_linked(request)
        await shown_boards.boards.readers.show_everybody(request.member, everybody=everybodys)
        shown_boards.changed.touched_by(request.member)
    await shown_boards.send(request)


COMMANDS = {"board": board}


async def turn(
    ack: AsyncAck,
    request: Request,
    pressed: str,
    shown_boards: ShownBoards,
    background: Background,
) -> None:
    """The next page: from the row on that came next as the board was drawn, whatever has gone since."""
    await _turn_to(ack, request, _page_start(pressed), shown_boards, background)


async def turn_back(
    ack: AsyncAck,
    request: Request,
    pressed: str,
    shown_boards: ShownBoards,
    background: Background,
) -> None:
    """The page before the row that came first as the board was drawn."""
    start = _page_start(pressed, views.ON_HOME if request.home else views.IN_MESSAGE)
    await _turn_to(ack, request, start, shown_boards, background)


async def _turn_to(
    ack: AsyncAck,
    request: Request,
    start: PageStart,
    shown_boards: ShownBoards,
    background: Background,
) -> None:
    await ack()
    background.start_within_limit(shown_boards.draw_again(request, start), request)


def _page_start(pressed: str, back: int = 0) -> PageStart:
    try:
        return PageStart.read(pressed, back)
    except ValueError:
        raise UnreadablePayload from None


async def switch(
    ack: AsyncAck,
    request: Request,
    pressed: str,
    access: Access,
    shown_boards: ShownBoards,
    background: Background,
) -> None:
    """*My jobs*, *Everybody's*: remembered."""
    if pressed not in {"mine", "everybody"}:
        raise UnreadablePayload
    await ack()

    async def go() -> None:
        await access.require_access(request.member)
        everybody = pressed == "everybody"
        await shown_boards.boards.readers.show_everybody(request.member, everybody=everybody)
        await shown_boards.draw_again(request, PageStart())

    background.start_within_limit(go(), request)


async def settle(
    ack: AsyncAck,
    request: Request,
    press: Press,
    store: ChangeStore,
    background: Background,
) -> None:
    """*Decide*, *What happened?*: tells once more what became of a change of one's own."""
    await ack()

    async def go() -> None:
        change = await store.get(press.change)
        if change is None or change.member != request.member:
            raise CannotResolve("That change is no longer kept. Please look at the job in PropOps.")
        unknown = change.state == "unknown"
        told = messages.unknown(change) if unknown else change_status.status(change)
        await background.reply(request, told)

    background.start_within_limit(go(), request)


async def only_ack(ack: AsyncAck) -> None:
    """*Approve…*: Slack goes to the card, the bot has nothing to do."""
    await ack()
