"""The Home tab: who one is linked as, what can be begun, and the board [surfaces/app-home]."""

from bot.views import blocks, board, elements
from bot.views.blocks import Block, Message, View
from bot.views.board import BoardView
from bot.views.linking import LinkExpiry
from bot.views.mrkdwn import safe_line, sentence

NEW, FIND = "home.new", "home.find"
"""Action ids; the second is also the callback id of the form, and of its input's block."""
_MOST_BLOCKS = 100


def home(account: str, link: LinkExpiry, view: BoardView) -> View:
    """`account`: the name of the PropOps account."""
    latest = "" if link.expires_at is not None else " at the latest"
    name = f"*{safe_line(account, 80).replace('*', '∗')}*" if account else "an account"
    linked = f"Linked to PropOps as {name}, until {blocks.when(link.ends_by - 1)}{latest}."
    body = [
        blocks.section(board.summary(view)),
        blocks.actions([_new(), _find(), _link("Link again")], block_id="home.top"),
        *board.rows(view),
        blocks.context(linked),
    ]
    return _home(body)


def not_linked(words: str, view: BoardView) -> View:
    """`words`: why there are no jobs, a whole sentence. `view`: what waits for them all the same."""
    return _home(_unlinked(words, view))


def not_linked_message(words: str, view: BoardView) -> Message:
    """The same in the place of a morning message."""
    text = "\n".join([_why_unlinked(words), *board.plain_rows(view)])
    return blocks.message(text, _unlinked(words, view))


def _unlinked(words: str, view: BoardView) -> list[Block]:
    body = [
        blocks.section(_why_unlinked(words)),
        blocks.actions([_link("Link", style="primary")], block_id="home.top"),
    ]
    return [*body, *(board.rows(view) if view.board.rows or view.board.asleep else ())]


def _why_unlinked(words: str) -> str:
    return f"🔗 {sentence(words)} What waits for you is here once you are linked."


def coming() -> View:
    """In a Home that shows nothing yet, while the board is read."""
    return _home(
        [
            blocks.section("⏳ One moment… I'm looking up what waits for you."),
            blocks.actions([_new(), _find()], block_id="home.top"),
        ]
    )


def cannot_show(words: str) -> View:
    """PropOps or something of ours can't be asked now. `words`: a whole sentence."""
    return _home(
        [
            blocks.section(f"⚠️ {sentence(words)}"),
            blocks.actions([_new(), _find(), _link("Link again")], block_id="home.top"),
        ]
    )


def refused(words: str) -> View:
    """For somebody who is not let in."""
    return _home([blocks.section(sentence(words))])


def find_form() -> View:
    """Asks what to look for."""
    element = elements.text_input(FIND, most=100)
    label = "Words of the title, a street, a contractor or a reference"
    return blocks.modal(
        "Find jobs",
        [elements.labelled(FIND, label, element)],
        callback_id=FIND,
        submit="Find",
    )


def _home(body: list[Block]) -> View:
    return blocks.kit("home", blocks=body[:_MOST_BLOCKS])


def _new() -> blocks.Element:
    return blocks.button("New job", NEW, value="new", style="primary")


def _find() -> blocks.Element:
    return blocks.button("Find", FIND, value="find")


def _link(label: str, style: str | None = None) -> blocks.Element:
    return blocks.button(label, board.LINK, value="link", style=style)
