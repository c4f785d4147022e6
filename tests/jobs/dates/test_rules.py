"""What the date rules promise: their examples are read alone, after `start:` and in running text."""

from pathlib import Path

from bot.jobs.dates.parser import FoundDay, Unclear, read_day
from bot.jobs.dates.rules import RULES, Rule
from bot.jobs.dates.vocabulary import plain
from bot.jobs.quicktext.notes import Note
from bot.jobs.quicktext.parser import parse
from tests.corpus import corpus
from tests.jobs import edited_copy
from tests.jobs.phrases import WEDNESDAY

_EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]


def test_every_rule_has_an_example() -> None:
    assert all(rule.examples for rule in RULES)


@corpus(("rule", "example"), _EXAMPLES)
def test_an_example_is_read_by_its_own_rule(rule: Rule, example: str) -> None:
    phrase = plain(example)

    assert next(each for each in RULES if each.pattern.fullmatch(phrase)) is rule


@corpus("example", [text for _, text in _EXAMPLES])
def test_an_example_works_wherever_a_day_may_stand(example: str) -> None:
    reading = read_day(example, WEDNESDAY)
    labelled = parse(f"Boiler service, start: {example}", WEDNESDAY, {})
    line = parse(f"Boiler service {example}", WEDNESDAY, {})

    if isinstance(reading, FoundDay):
        whole = {"job_title": "Boiler service", "date_works_start_date": reading.day}
        assert labelled.values == {**whole, "job_description": "Boiler service"}
        assert line.values == {**whole, "job_description": f"Boiler service {example}"}
    else:
        assert "date_works_start_date" not in {**labelled.values, **line.values}
        assert any(
            reading.why in note or (isinstance(note, Note) and note.choices)
            for note in labelled.notes
        )
        assert line.values["job_title"] == f"Boiler service {example}"


def test_a_phrase_is_one_entry(tmp_path: Path) -> None:
    copy = edited_copy.edited_copy(
        tmp_path,
        (
            "bot/jobs/dates/rules.py",
            "    _rule(TOMORROW",
            '    _rule("moot day", in_days(5), "moot day"),',
        ),
    )
    code = """
import json
from datetime import date
from bot.jobs.quicktext.parser import parse

texts = ("start: moot day", "leak moot day", "moot day leak")
values = [parse(text, date(2026, 6, 10), {}).values for text in texts]
print(json.dumps([str(each.get("date_works_start_date")) for each in values]))
"""
    assert isinstance(read_day("moot day", WEDNESDAY), Unclear)
    assert edited_copy.answers(copy, code) == ["2026-06-15"] * 3
