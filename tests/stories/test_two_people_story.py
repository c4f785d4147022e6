"""Two people change one job, in whatever order: its card says what PropOps holds."""

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.propops.parse.jobs import job
from bot.sandbox.outline import outline_view
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from bot.views.job_face import face
from tests.stories.acting import Clock, card_saying, until_title
from tests.stories.at_rest import at_rest
from tests.stories.comparing import compare

TABLES = {
    "status_id": "statuses",
    "priority_id": "priorities",
    "job_type_id": "types",
    "contractor_id": "contractors",
    "agent_id": "agents",
    "address_id": "addresses",
}
"""Every field that is chosen from a list, with the sandbox's table of it."""
TYPED = {"contractor_id", "agent_id", "address_id"}
"""Those that are looked up while typing."""


def name_of(row: dict[str, Any]) -> str:
    person = f"{row.get('first_name', '')} {row.get('last_name', '')}".strip()
    return str(row.get("name") or row.get("full_address") or person)


def another(play: Testbed, field: str, nth: int = 0) -> dict[str, Any]:
    """A row of the field's table that the job does not have."""
    held = play.propops.job("JOB-003")[field]
    rows = [row for row in play.propops.rows(TABLES[field]) if row["ID"] != held]
    return rows[nth % len(rows)]


def as_filled(field: str, row: dict[str, Any]) -> Any:
    name = name_of(row)
    return (name, 0) if field in TYPED else name


async def opened(play: Testbed) -> View:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    return await priya.modal(having="job_title")


async def sent(play: Testbed, form: View, whose: str = "") -> None:
    """Sends the form, and answers the question about the others' edits: `whose` is `Mine` or `Theirs`."""
    priya = play.slack.member("priya")
    done = len(play.propops.writes)
    await priya.submit(form)

    def goes_on() -> bool | None:
        shown = outline_view(priya.top) if priya.top is not None else ""
        return "while your form was open" in shown or len(play.propops.writes) > done or None

    await play.slack.until(goes_on, why="a question, or a write")
    if len(play.propops.writes) > done:
        return
    asks = await until_title(priya, play, "while your form was open")
    chosen = {
        block["block_id"]: option["text"]["text"]
        for block in asks.blocks
        if block["type"] == "input"
        for option in block["element"]["options"]
        if option["text"]["text"].startswith(whose)
    }
    await priya.fill(asks, chosen)
    await priya.submit(asks)
    await play.slack.until(lambda: len(play.propops.writes) > done or None, why="a write")


async def card_is_true(play: Testbed) -> None:
    """The card of JOB-003 shows the facts of a fresh read, and no others."""
    card = play.slack.messages("maintenance")[0]

    def is_true() -> bool | None:
        found = job(play.propops.job("JOB-003"))
        assert found is not None
        whole = face(found, year=datetime.fromtimestamp(play.clock(), UTC).year).text
        return "\n".join(whole) in card.text or None

    await play.slack.until(is_true, why="a true card")


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.to_noon()


@pytest.mark.parametrize("field", TABLES)
async def test_what_somebody_else_chose_stays_on_the_card(play: Testbed, field: str) -> None:
    form = await opened(play)
    await play.slack.member("priya").fill(form, job_title="Mine")
    play.propops.edit("JOB-003", by="Sam", **{field: another(play, field)["ID"]})
    await sent(play, form)
    await card_saying(play, "Mine")
    await card_is_true(play)


@pytest.mark.parametrize("whose", ["Mine", "Theirs"])
@pytest.mark.parametrize("field", TABLES)
async def test_when_both_choose_the_card_says_whose_value_counts(
    play: Testbed, field: str, whose: str
) -> None:
    form = await opened(play)
    mine = {"job_title": "Mine", field: as_filled(field, another(play, field))}
    await play.slack.member("priya").fill(form, mine)
    play.propops.edit("JOB-003", by="Sam", **{field: another(play, field, 1)["ID"]})
    await sent(play, form, whose)
    await card_saying(play, "Job updated")
    await card_is_true(play)


@pytest.mark.parametrize("seed", range(4))
async def test_after_any_edits_here_and_in_propops_the_card_is_a_fresh_read(
    play: Testbed, seed: int
) -> None:
    chance = random.Random(seed)

    def some() -> dict[str, dict[str, Any]]:
        fields = chance.sample(sorted(TABLES), chance.randint(0, 3))
        return {field: another(play, field, chance.randint(0, 3)) for field in fields}

    async def edit_in_propops() -> None:
        if theirs := some():
            values = {field: row["ID"] for field, row in theirs.items()}
            play.propops.edit("JOB-003", by="Sam", **values)

    for turn in range(3):
        form = await opened(play)
        mine = {field: as_filled(field, row) for field, row in some().items()}
        await play.slack.member("priya").fill(form, mine | {"job_title": f"Turn {turn}"})
        await edit_in_propops()
        await sent(play, form, chance.choice(["Mine", "Theirs"]))
        await card_saying(play, f"Turn {turn}")
        await edit_in_propops()
    await at_rest(play)
    await compare(play)
    await card_is_true(play)
