"""`propops-bot tokens`, against a real SQLite file."""

import asyncio
import json
import time
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from bot.cli import audit, token_import, tokens
from bot.cli.settings import opened, storage_settings
from bot.jobs.change import Member
from bot.store.tokens import Link, TokenStore
from tests.databases import new_sqlite

TOKEN = "0123456789abcdefABCDEF0123456789" * 2
OTHER = "f" * 64


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, and no setting but the database's."""
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "PROPOPS_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/bot.db")
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


@pytest.fixture(autouse=True)
def tables(place: Path) -> None:
    """As the bot has made them when it first started."""
    new_sqlite(place / "bot.db")


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(tokens.app, list(words), input=typed)


def stored(team: str, user: str, enterprise: str = "") -> Link | None:
    async def look() -> Link | None:
        async with opened(storage_settings()) as (database, encryption):
            return await TokenStore(database, encryption).get(Member(enterprise, team, user))

    return asyncio.run(look())


def test_a_token_is_read_from_standard_input_and_kept_sealed(place: Path) -> None:
    done = run("set", "T0123ABCD", "U0456EFGH", typed=f"  {TOKEN}\n")
    linked = stored("T0123ABCD", "U0456EFGH")

    assert done.exit_code == 0
    assert linked is not None
    assert linked.token == TOKEN
    assert TOKEN not in done.output
    assert TOKEN.encode() not in b"".join(p.read_bytes() for p in place.glob("bot.db*"))


def test_without_slack_and_propops_settings_it_works_all_the_same() -> None:
    assert run("list").exit_code == 0


@pytest.mark.parametrize(
    "typed", ["", "\n", "abc", TOKEN + "0", TOKEN[:-1] + "g", TOKEN + "\n" + OTHER]
)
def test_a_token_of_the_wrong_form_is_one_sentence_and_never_repeated(typed: str) -> None:
    done = run("set", "T0123ABCD", "U0456EFGH", typed=typed)

    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "64 characters" in done.stderr
    assert not typed.strip() or typed.strip() not in done.output
    assert stored("T0123ABCD", "U0456EFGH") is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("U0456EFGH", "T0123ABCD"), "TEAM_ID must be a Slack workspace id"),
        (("T0123ABCD", "ann"), "USER_ID must be a Slack member id"),
        (("T0123ABCD", "U0456EFGH", "--enterprise", "T0999ZZZZ"), "organisation id"),
        (
            ("T0123ABCD", "U0456EFGH", "--expires", "soon"),
            "must look like 2026-12-31 or 31/12/2026",
        ),
        (("T0123ABCD", "U0456EFGH", "--expires", "31/02/2030"), "must look like"),
        (("T0123ABCD", "U0456EFGH", "--expires", "2020-01-01"), "has passed"),
        (("T0123ABCD", "U0456EFGH", "--expires", "9999-12-31"), "must look like"),
    ],
)
def test_what_is_wrong_is_told_before_a_token_is_asked_for(
    words: tuple[str, ...], said: str
) -> None:
    done = run("set", *words, typed=TOKEN)
    assert (done.exit_code, said in done.stderr) == (2, True)


def test_the_last_good_day_is_good_to_its_end_in_the_property_time_zone() -> None:
    run("set", "T0123ABCD", "U0456EFGH", "--expires", "31/12/2030", typed=TOKEN)
    linked = stored("T0123ABCD", "U0456EFGH")

    assert linked is not None
    assert linked.expires_at == 1924992000  # 2031-01-01 00:00 in London
    assert "31/12/2030" in run("list").output


def test_grid_members_are_kept_by_their_organisation_too() -> None:
    run("set", "T0123ABCD", "W0123ABCD", "--enterprise", "E0123ABCD", typed=TOKEN)
    assert stored("T0123ABCD", "W0123ABCD") is None
    assert stored("T0123ABCD", "W0123ABCD", "E0123ABCD") is not None


def test_a_list_shows_everyone_and_no_token() -> None:
    run("set", "T0123ABCD", "U0456EFGH", typed=TOKEN)
    run("set", "T0123ABCD", "U0789IJKL", typed=OTHER)
    said = run("list").output

    assert [line.split()[:2] for line in said.splitlines()[1:-1]] == [
        ["T0123ABCD", "U0456EFGH"],
        ["T0123ABCD", "U0789IJKL"],
    ]
    assert TOKEN not in said
    assert OTHER not in said


def test_an_empty_list_says_what_to_do() -> None:
    assert "propops-bot tokens set" in run("list").output


def test_a_removed_link_is_gone_and_removing_nothing_fails() -> None:
    run("set", "T0123ABCD", "U0456EFGH", typed=TOKEN)
    assert run("remove", "T0123ABCD", "U0456EFGH").exit_code == 0
    assert stored("T0123ABCD", "U0456EFGH") is None
    again = run("remove", "T0123ABCD", "U0456EFGH")
    assert (again.exit_code, "was not linked" in again.stderr) == (1, True)


def test_a_csv_file_links_everyone(place: Path) -> None:
    file = place / "team.csv"
    file.write_text(
        "\ufeffteam_id,user_id,token,enterprise_id,expires\r\n"
        f"T0123ABCD,U0456EFGH,{TOKEN},,\r\n"
        f' T0123ABCD , U0789IJKL ,"{OTHER}",E0123ABCD,2030-12-31\r\n',
        "utf-8",
    )
    done = run("import", str(file))

    assert done.exit_code == 0
    assert "Linked 2 members" in done.output
    assert stored("T0123ABCD", "U0456EFGH") is not None
    linked = stored("T0123ABCD", "U0789IJKL", "E0123ABCD")
    assert linked is not None
    assert (linked.token, linked.expires_at) == (OTHER, 1924992000)


def test_a_wrong_line_is_named_and_nobody_is_linked(place: Path) -> None:
    file = place / "team.csv"
    file.write_text(
        f"team_id,user_id,token\nT0123ABCD,U0456EFGH,{TOKEN}\nT0123ABCD,ann,short\nT0123ABCD,U0456EFGH,{OTHER}\nT0123ABCD,U04\n"
    )
    done = run("import", str(file))

    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        "Line 3: USER_ID must be a Slack member id such as U0456EFGH: in Slack, open the profile, then ⋮ and Copy member ID.",
        "Line 3: The token must have 64 characters, 0-9 and a-f.",
        "Line 4: The same member as on line 2.",
        "Line 5: it has not as many values as the first line has names.",
        "Nothing was imported.",
    ]
    assert stored("T0123ABCD", "U0456EFGH") is None
    assert TOKEN not in done.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Line 1: it must name"),
        (b"team,user,token\n", "Line 1: it must name"),
        (b"team_id,user_id,token,colour\n", "Line 1: it must name"),
        (b"team_id,user_id,token,token\n", "Line 1: it must name"),
        (b"team_id,user_id,token\n", "nobody in the file"),
        (b'team_id,user_id,token\nT0123ABCD,"U0456EFGH,x\n', "not CSV"),
        (b"\xff\xfe\x00", "can't be read"),
    ],
)
def test_a_file_that_is_no_such_list_says_so(place: Path, content: bytes, said: str) -> None:
    file = place / "team.csv"
    file.write_bytes(content)
    done = run("import", str(file))
    assert (done.exit_code, said in done.stderr) == (2, True)


def test_a_missing_file_is_one_sentence(place: Path) -> None:
    done = run("import", str(place / "none.csv"))
    assert (done.exit_code, "No such file" in done.stderr) == (2, True)


@given(st.text(max_size=300))
@hypothesis_settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_the_reading_of_a_file(place: Path, text: str) -> None:
    file = place / "any.csv"
    file.write_bytes(("team_id,user_id,token\n" + text).encode("utf-8", "replace"))
    entries, wrong = token_import.read_csv(file, storage_settings().zone)
    assert wrong or all(entry.token for entry in entries)


def test_resealing_uses_the_first_key_and_tells_what_no_key_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    monkeypatch.setenv("TOKEN_KEYS", old)
    run("set", "T0123ABCD", "U0456EFGH", typed=TOKEN)
    monkeypatch.setenv("TOKEN_KEYS", f"{new},{old}")
    done = run("reseal")
    monkeypatch.setenv("TOKEN_KEYS", new)
    linked = stored("T0123ABCD", "U0456EFGH")

    assert done.exit_code == 0
    assert linked is not None
    assert linked.token == TOKEN
    monkeypatch.setenv("TOKEN_KEYS", old)
    lost = run("reseal")
    assert (lost.exit_code, "1 can't be opened" in lost.stderr) == (1, True)
    assert "damaged" in run("list").output


def test_an_expired_link_is_listed_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    run("set", "T0123ABCD", "U0456EFGH", "--expires", "31/12/2030", typed=TOKEN)
    later = time.time() + 20 * 365 * 86400
    monkeypatch.setattr("bot.cli.tokens.time.time", lambda: later)
    assert "expired" in run("list").output


def test_the_list_tells_what_ends_soon_and_counts(place: Path) -> None:
    run("set", "T0123ABCD", "U0456EFGH", typed=TOKEN)
    soon = time.strftime("%Y-%m-%d", time.localtime(time.time() + 3 * 86_400))
    run("set", "T0123ABCD", "U0789IJKL", "--expires", soon, typed=OTHER)
    said = run("list").output
    assert "ends soon" in said
    assert " by " in said
    assert "1 ok" in said
    assert "1 ends soon" in said


def test_linking_from_the_command_line_is_in_the_audit(place: Path) -> None:
    run("set", "T0123ABCD", "U0456EFGH", typed=TOKEN)
    run("remove", "T0123ABCD", "U0456EFGH")
    run("reseal")
    told = CliRunner().invoke(audit.app, ["export", "--format", "jsonl"]).stdout
    lines = [json.loads(line) for line in told.splitlines()]
    assert [line["what"] for line in lines] == ["link.made", "link.removed", "tokens.resealed"]
    assert {line["place"] for line in lines} == {"command line"}
    assert CliRunner().invoke(audit.app, ["verify"]).exit_code == 0


def test_a_token_that_is_somebody_elses_is_told_and_wants_a_yes() -> None:
    run("set", "T0123ABCD", "U0456EFGH", typed=TOKEN)
    again = run("set", "T0123ABCD", "U0789IJKL", typed=TOKEN)
    assert again.exit_code == 1
    assert "The account of U0789IJKL is linked, or was, to U0456EFGH of T0123ABCD." in again.stderr
    assert "--yes" in again.stderr
    assert stored("T0123ABCD", "U0789IJKL") is None
    assert run("set", "T0123ABCD", "U0789IJKL", "--yes", typed=TOKEN).exit_code == 0
    assert stored("T0123ABCD", "U0789IJKL") is not None
    assert run("set", "T0123ABCD", "U0456EFGH", typed=TOKEN).exit_code == 0  # it was theirs before


def test_a_token_of_somebody_removed_wants_a_yes_too() -> None:
    run("set", "T0123ABCD", "U0456EFGH", typed=TOKEN)
    run("remove", "T0123ABCD", "U0456EFGH")
    assert run("set", "T0123ABCD", "U0789IJKL", typed=TOKEN).exit_code == 1


def test_one_account_twice_in_a_file_wants_a_yes(place: Path) -> None:
    file = place / "people.csv"
    file.write_text(
        f"team_id,user_id,token\nT0123ABCD,U0456EFGH,{TOKEN}\nT0123ABCD,U0789IJKL,{TOKEN}\n"
    )
    assert run("import", str(file)).exit_code == 1
    assert stored("T0123ABCD", "U0456EFGH") is None
    assert run("import", str(file), "--yes").exit_code == 0
