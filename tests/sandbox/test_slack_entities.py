"""The sandbox takes Work Objects as strictly as Slack does: silently, with a warning alone."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.slack.entities import MOST_BYTES, checked_entities, panel_complaints
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.surfaces import checked_metadata

Json = dict[str, Any]


def good() -> Json:
    return {
        "entity_type": "slack#/entities/task",
        "external_ref": {"id": "550e8400-e29b-41d4-a716-446655440001"},
        "url": "https://propops.example.com/jobs/1",
        "entity_payload": {
            "attributes": {"title": {"text": "Boiler"}, "metadata_last_modified": 1741164235},
            "fields": {
                "status": {"value": "Open", "tag_color": "blue"},
                "due_date": {"value": "2026-06-12", "type": "slack#/types/date"},
                "assignee": {"user": {"text": "Ace Gas"}, "type": "slack#/types/user"},
            },
            "custom_fields": [
                {"key": "budget", "label": "Budget", "type": "string", "value": "£250"}
            ],
            "display_order": ["budget", "status"],
            "actions": {"primary_actions": [{"text": "Show", "action_id": "card.show"}]},
        },
    }


def payload(entity: Json) -> Any:
    return entity["entity_payload"]


def test_a_good_one_is_kept() -> None:
    checked = checked_entities([good()])

    assert checked.kept == [good()]
    assert checked.warning == {}
    assert panel_complaints(good()) == []


def _set(*path: Any, value: Any) -> Callable[[Json], None]:
    def change(entity: Json) -> None:
        place: Any = entity
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


_FIELDS = ("entity_payload", "fields")
BAD: list[tuple[Callable[[Json], Any], str]] = [
    (_set("entity_type", value="slack#/entities/job"), "must be one of"),
    (_set("external_ref", "id", value="a.b"), "does not match"),
    (_set("url", value="propops"), "does not match"),
    (_set("extra", value=1), "invalid additional property"),
    (lambda entity: entity.pop("url"), "missing required field: url"),
    (_set("entity_payload", value={"attributes": {"title": {"text": "x"}}}), "required field: fields"),
    (lambda entity: payload(entity)["attributes"].pop("title"), "missing required field: title"),
    (_set(*_FIELDS, "status", "tag_color", value="orange"), "must be one of red"),
    (_set(*_FIELDS, "status", "format", value="plain_text"), "must be one of markdown"),
    (_set(*_FIELDS, "due_date", "value", value="12 June"), "does not match"),
    (_set(*_FIELDS, "due_date", value={"value": "2026-06-12"}), "unsupported type of due_date"),
    (_set(*_FIELDS, "date_updated", value={"value": "now"}), "must be an integer"),
    (_set(*_FIELDS, "assignee", "user", value={"text": "A", "user_id": "U1"}), "exactly one"),
    (_set(*_FIELDS, "assignee", value={"value": "Ace"}), "missing required field: type"),
    (_set("entity_payload", "attributes", "product_icon", value={"url": "https://a.b"}), "alt_text"),
    (_set("entity_payload", "custom_fields", 0, "type", value="money"), "unsupported type"),
    (_set("entity_payload", "custom_fields", 0, "key", value="status"), "used twice"),
    (_set("entity_payload", "display_order", value=["nothing"]), "no such field"),
    (_set("entity_payload", "actions", "primary_actions", value=[{"text": "a", "action_id": "b"}] * 3), "no more than 2"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "complaint"), BAD)
def test_a_bad_one_is_dropped_with_a_warning(spoil: Callable[[Json], Any], complaint: str) -> None:
    entity = good()
    spoil(entity)
    checked = checked_metadata(
        {"event_type": "x", "event_payload": {"key": "k"}, "entities": [entity]}
    )

    assert checked.kept is None
    assert checked.warning["warning"] == "invalid_metadata_format"
    assert complaint in str(checked.warning["response_metadata"]["messages"])


def test_a_field_that_a_task_has_not_is_left_out_with_a_warning() -> None:
    entity = good()
    payload(entity)["fields"]["creator"] = {"value": "Priya"}
    checked = checked_entities([entity])

    assert checked.kept == [good()]
    assert "The field creator will be omitted" in str(checked.warning)
    assert panel_complaints(entity) != []


def test_an_unfurl_says_which_link_it_stands_for() -> None:
    assert "app_unfurl_url" in str(checked_entities([good()], unfurl=True).complaints)
    pasted = good() | {"app_unfurl_url": "https://propops.example.com/jobs/1?from=mail"}
    assert checked_entities([pasted], unfurl=True).complaints == []


def test_too_much_metadata_is_refused() -> None:
    entity = good()
    payload(entity)["fields"]["description"] = {"value": "x" * MOST_BYTES}
    with pytest.raises(SlackRefused, match="metadata_too_large"):
        checked_metadata({"entities": [entity]})
