"""views.* and trigger ids: modals open in time, once, and an older update loses."""

from tests.sandbox.one_person import PRIYA, OnePerson, choice, form, plain, refused


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
