"""A channel shared with another company: no message for it has an amount, whatever it is about."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.display import label, pounds
from bot.jobs.fields import Money, Percent
from bot.jobs.forms import FIELDS, MONEY
from bot.jobs.money_text import find_amounts
from bot.views.approvals import ApprovalView
from bot.views.card_lines import CardView
from bot.views.channel_text import NO_AMOUNT, NO_MONEY_HERE, public_text
from bot.views.job_card import event, job_card
from tests.views.samples import AT, JOB, SAM
from tests.views.test_channel_text import channel_messages

_AMOUNTS = st.decimals(Decimal("1000.01"), Decimal(9999999), places=2)
_PHRASES = st.sampled_from(
    ["LL agreed £{n}", "budget {n}", "quote {n} pounds", "£{n} + VAT", "GBP {n}", "max £{n} inc vat", "cost is {n}",
     "total: {n}", "paid {n} quid", "price £{n}/day", "vat at {n}", "fee={n}", "invoice £{n} attached", "€{n}", "$ {n}"]
)  # fmt: skip
_TEXTS = st.sampled_from(["job_title", "job_description", "quote_no", "works_order_ref"])


def spellings(amount: Decimal) -> set[str]:
    return {f"{amount:.2f}", f"{amount:,.2f}", pounds(amount)}


@given(st.fixed_dictionaries(dict.fromkeys(sorted(MONEY), _AMOUNTS)), _PHRASES, _TEXTS)
def test_no_message_for_a_shared_channel_has_an_amount(
    amounts: dict[str, Decimal], phrase: str, field: str
) -> None:
    typed = phrase.format(n=amounts["job_total_budget"])
    job = JOB.model_copy(update={**amounts, field: typed})

    for shown in channel_messages(job, money=False):
        for amount in amounts.values():
            assert not any(spelling in shown for spelling in spellings(amount)), shown
        assert not any(label(name) in shown for name in MONEY)
        assert "£" not in shown.replace(NO_MONEY_HERE, "")


def test_the_fields_with_amounts_are_those_of_the_table() -> None:
    kinds = {name for name, entry in FIELDS.items() if isinstance(entry.kind, Money | Percent)}

    assert kinds == MONEY


def test_nobody_shows_amounts_without_having_asked() -> None:
    assert not CardView.__dataclass_fields__["money"].default
    assert not ApprovalView.__dataclass_fields__["money"].default


def test_the_card_says_what_it_leaves_out_and_only_then() -> None:
    without = JOB.model_copy(update=dict.fromkeys(MONEY))

    assert all(NO_MONEY_HERE in shown for shown in channel_messages(JOB, money=False)[:3])
    card = CardView(without, "Job updated", SAM, AT)
    assert NO_MONEY_HERE not in job_card(card).text + event(card).text
    assert not any(NO_MONEY_HERE in shown for shown in channel_messages(JOB))


@pytest.mark.parametrize(
    "text",
    ["quote no 4471", "JOB-061", "12 Elm Row", "call at 9am", "3 rooms", "WO-12345", "Vaillant 831", "20% of the roof",
     "total of 3 radiators off", "LS1 4AB", "door 762mm", "rated FD30", "costs nothing", "by 14/12", "Flat 2, 25 high"],
)  # fmt: skip
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert public_text(text, money=False) == text


@pytest.mark.parametrize(
    "text",
    ["5k max", "7-8k", "two grand", "2 grand", "five hundred pounds", "half a grand", "95p a unit", "450 inc vat", "450+VAT",
     "1.5k + vat", "450 all in", "NTE 400", "not to exceed 400", "capped at 400", "max 400", "quoted 450", "950pcm",
     "rent 950 pcm", "excess 250", "deposit of 1200", "invoice for 340", "charge 85/hr", "85 an hour", "paid 400", "owes 340",
     "400 euros", "7501£", "discount of 40", "labour: 200"],
)  # fmt: skip
def test_an_amount_without_a_pound_sign_is_one(text: str) -> None:
    shown = public_text(text, money=False)
    assert NO_AMOUNT in shown
    assert not any(each.isdigit() for each in shown.replace(NO_AMOUNT, ""))


@pytest.mark.parametrize(
    "text",
    ["max 400mm wide", "max 6 people", "3 quotes needed", "invoice 10234", "invoice no 4471", "invoice for 12 Elm Row",
     "labour 2 days", "paid 2 visits", "rent arrears letter", "charge 2 batteries", "not to exceed 3 hours", "quoted 3 times",
     "call 9 an hour before", "5 all in all", "boiler 24kW", "rent for 12 Elm Row", "deposit for 12 Elm Row", "spent 2 hours"],
)  # fmt: skip
def test_numbers_beside_the_words_of_money_are_no_amounts(text: str) -> None:
    assert public_text(text, money=False) == text


@given(st.text(max_size=300))
def test_any_text_is_answered_with_spans_in_order(text: str) -> None:
    spans = find_amounts(text)
    ends = [0, *(end for _, end in spans)]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(start >= ends[n] for n, (start, _) in enumerate(spans))
