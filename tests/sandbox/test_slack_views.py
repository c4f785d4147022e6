"""views.* and trigger ids: modals open in time, once, and an older update loses."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SandboxSlack, View

PRIYA = "U0PRIYA001"


class OnePerson:
    """A sandbox, a client, and a hand on the clock."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.slack = SandboxSlack(clock=lambda: self.now)
        self.client = AsyncWebClient(token="xoxb-sandbox")

    def trigger(self, view: View | None = None) -> str:
        return self.slack.workspace.triggers.issue(PRIYA, view.id if view else None)

    async def open(self, view: dict[str, Any] | None = None) -> View:
        await self.client.views_open(trigger_id=self.trigger(), view=view or form())
        return self.top()

    def top(self) -> View:
        view = self.slack.member("priya").top
        assert view is not None
        return view

    def enter(self, view: View, text: str) -> None:
        view.state["title"]["value"]["value"] = text


@pytest.fixture
async def person() -> AsyncIterator[OnePerson]:
    person = OnePerson()
    async with person.slack.serving() as url:
        person.client.base_url = f"{url}/api/"
        yield person


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def form(title: str = "Form", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain(title),
        "submit": plain("Send"),
        "blocks": [
            {
                "type": "input",
                "block_id": "title",
                "label": plain("Title"),
                "element": {"type": "plain_text_input", "action_id": "value"},
            }
        ],
        **more,
    }


def choice(*names: str, block_id: str = "choice", **more: Any) -> dict[str, Any]:
    options = [{"text": plain(name), "value": name} for name in names]
    return {
        **form(),
        "blocks": [
            {
                "type": "input",
                "block_id": block_id,
                "label": plain("Choice"),
                "element": {
                    "type": "static_select",
                    "action_id": "value",
                    "options": options,
                    **more,
                },
            }
        ],
    }


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_a_trigger_opens_one_modal(person: OnePerson) -> None:
    trigger = person.trigger()
    answer = await person.client.views_open(trigger_id=trigger, view=form())
    view = person.top()
    assert answer["view"] == view.wire()
    assert answer["view"]["root_view_id"] == view.id
    assert await refused(person.client.views_open(trigger_id=trigger, view=form())) == (
        "exchanged_trigger_id"
    )


async def test_a_trigger_lives_three_seconds(person: OnePerson) -> None:
    just, late = person.trigger(), person.trigger()
    person.now += 3
    await person.client.views_open(trigger_id=just, view=form())
    person.now += 0.1
    assert await refused(person.client.views_open(trigger_id=late, view=form())) == (
        "expired_trigger_id"
    )
    assert await refused(person.client.views_open(trigger_id="1.2.3", view=form())) == (
        "invalid_trigger_id"
    )


async def test_a_refused_view_leaves_the_trigger_unused(person: OnePerson) -> None:
    trigger = person.trigger()
    bad = form(title="x" * 25)
    assert (
        await refused(person.client.views_open(trigger_id=trigger, view=bad)) == "invalid_arguments"
    )
    await person.client.views_open(trigger_id=trigger, view=form())


async def test_a_view_may_come_as_a_string(person: OnePerson) -> None:
    await person.client.api_call(
        "views.open",
        params={
            "trigger_id": person.trigger(),
            "view": '{"type":"modal","title":{"type":"plain_text","text":"Hi"},"blocks":[]}',
        },
    )
    assert person.top().title == "Hi"
    assert person.slack.sent("views.open")[0]["view"]["type"] == "modal"


async def test_what_is_entered_stays_where_both_ids_stay(person: OnePerson) -> None:
    view = await person.open()
    person.enter(view, "Leak")
    again = form("Again")
    again["blocks"][0]["element"]["initial_value"] = "Prefilled"
    await person.client.views_update(view_id=view.id, view=again)
    assert (view.title, view.value("title")) == ("Again", "Leak")
    again["blocks"][0]["element"]["action_id"] = "other"
    await person.client.views_update(view_id=view.id, view=again)
    assert view.value("title") == "Prefilled"
    again["blocks"][0]["block_id"] = "title-2"
    again["blocks"][0]["element"]["initial_value"] = "Fresh"
    await person.client.views_update(view_id=view.id, view=again)
    assert view.value("title-2") == "Fresh"


async def test_a_choice_goes_when_it_is_no_longer_offered(person: OnePerson) -> None:
    view = await person.open(choice("High", "Low"))
    await person.slack.member("priya").fill(view, choice="High")
    await person.client.views_update(view_id=view.id, view=choice("High", "Medium"))
    assert view.value("choice") == "High"
    await person.client.views_update(view_id=view.id, view=choice("Medium", "Low"))
    assert view.value("choice") is None


async def test_an_older_hash_loses(person: OnePerson) -> None:
    view = await person.open()
    first = view.hash
    await person.client.views_update(view_id=view.id, hash=first, view=form("Two"))
    late = person.client.views_update(view_id=view.id, hash=first, view=form("Three"))
    assert await refused(late) == "hash_conflict"
    assert view.title == "Two"


async def test_a_closed_view_is_not_found(person: OnePerson) -> None:
    view = await person.open()
    await person.slack.member("priya").close(view)
    assert await refused(person.client.views_update(view_id=view.id, view=form())) == "not_found"
    assert await refused(person.client.views_update(view_id="V0", view=form())) == "not_found"
    nameless = person.client.api_call("views.update", json={"view": form()})
    assert await refused(nameless) == "invalid_arguments"


async def test_external_ids_are_unique_and_name_a_view(person: OnePerson) -> None:
    view = await person.open(form(external_id="job-7"))
    again = person.client.views_open(trigger_id=person.trigger(), view=form(external_id="job-7"))
    assert await refused(again) == "duplicate_external_id"
    await person.client.views_update(external_id="job-7", view=form("Named", external_id="job-7"))
    assert view.title == "Named"
    wrong = person.client.views_update(external_id="job-8", view=form())
    assert await refused(wrong) == "not_found"


async def test_three_views_are_the_most(person: OnePerson) -> None:
    root = await person.open()
    for _ in range(2):
        await person.client.views_push(trigger_id=person.trigger(person.top()), view=form())
    assert (person.top().root_id, person.top().previous_id) == (root.id, person.top().previous_id)
    over = person.client.views_push(trigger_id=person.trigger(person.top()), view=form())
    assert await refused(over) == "push_limit_reached"


async def test_a_push_needs_a_trigger_from_the_modal(person: OnePerson) -> None:
    await person.open()
    outside = person.client.views_push(trigger_id=person.trigger(), view=form())
    assert await refused(outside) == "not_found"


async def test_opening_makes_room(person: OnePerson) -> None:
    first = await person.open()
    second = await person.open()
    assert (first.is_open, person.top()) == (False, second)


async def test_the_home_tab_is_published_with_a_hash(person: OnePerson) -> None:
    home = {"type": "home", "blocks": [{"type": "header", "text": plain("Jobs")}]}
    answer = await person.client.views_publish(user_id=PRIYA, view=home)
    shown = person.slack.member("priya").home
    assert shown is not None
    assert shown.outline() == "# Jobs"
    await person.client.views_publish(user_id=PRIYA, view=home, hash=answer["view"]["hash"])
    late = person.client.views_publish(user_id=PRIYA, view=home, hash=answer["view"]["hash"])
    assert await refused(late) == "hash_conflict"
    modal = person.client.views_publish(user_id=PRIYA, view=form())
    assert await refused(modal) == "invalid_arguments"
    nobody = person.client.views_publish(user_id="U0WES00001", view=home)
    assert await refused(nobody) == "user_not_found"


async def test_missing_ids_are_made_up(person: OnePerson) -> None:
    nameless = form()
    del nameless["blocks"][0]["block_id"]
    del nameless["blocks"][0]["element"]["action_id"]
    view = await person.open(nameless)
    [block] = view.blocks
    assert block["block_id"]
    assert view.state == {
        block["block_id"]: {
            block["element"]["action_id"]: {"type": "plain_text_input", "value": None}
        }
    }
    assert block["label"]["emoji"] is True


async def test_pings_in_views_are_noticed(person: OnePerson) -> None:
    text = {"type": "mrkdwn", "text": "<!channel> look"}
    await person.open({**form(), "blocks": [{"type": "section", "text": text}]})
    assert [(each.where, each.mention) for each in person.slack.pings] == [
        ("view 'Form' of priya", "<!channel>")
    ]


async def test_every_kind_of_input_starts_in_slacks_shape(person: OnePerson) -> None:
    one = {"text": plain("One"), "value": "1"}
    shown = {"text": {**plain("One"), "emoji": True}, "value": "1"}
    kinds: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]] = [
        (
            {"type": kind},
            {"value": None},
            {"initial_value": given},
            {"value": given},
        )
        for kind, given in [
            ("plain_text_input", "x"),
            ("email_text_input", "a@b.test"),
            ("url_text_input", "https://x.test"),
        ]
    ]
    kinds += [
        (
            {"type": "number_input", "is_decimal_allowed": True},
            {"value": None},
            {"initial_value": "1.5"},
            {"value": "1.5"},
        ),
        (
            {"type": "datepicker"},
            {"selected_date": None},
            {"initial_date": "2026-06-01"},
            {"selected_date": "2026-06-01"},
        ),
        (
            {"type": "timepicker"},
            {"selected_time": None},
            {"initial_time": "09:30"},
            {"selected_time": "09:30"},
        ),
        (
            {"type": "datetimepicker"},
            {"selected_date_time": None},
            {"initial_date_time": 1_800_000_000},
            {"selected_date_time": 1_800_000_000},
        ),
        (
            {"type": "external_select"},
            {"selected_option": None},
            {"initial_option": one},
            {"selected_option": shown},
        ),
        (
            {"type": "checkboxes", "options": [one]},
            {"selected_options": []},
            {"initial_options": [one]},
            {"selected_options": [shown]},
        ),
        (
            {"type": "multi_static_select", "options": [one]},
            {"selected_options": []},
            {"initial_options": [one]},
            {"selected_options": [shown]},
        ),
        (
            {"type": "users_select"},
            {"selected_user": None},
            {"initial_user": PRIYA},
            {"selected_user": PRIYA},
        ),
        (
            {"type": "multi_conversations_select"},
            {"selected_conversations": []},
            {"initial_conversations": ["C1"]},
            {"selected_conversations": ["C1"]},
        ),
    ]
    for element, empty, initial, full in kinds:
        for given, expected in [({}, empty), (initial, full)]:
            block = {
                "type": "input",
                "block_id": "it",
                "label": plain("It"),
                "element": {**element, **given, "action_id": "value"},
            }
            view = await person.open({**form(), "blocks": [block]})
            assert view.state == {"it": {"value": {"type": element["type"], **expected}}}
