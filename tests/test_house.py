"""The project's rules that no other tool checks."""

import ast
import re
import stat
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import settings_docs
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
FIXED = re.findall(
    r"\w+",
    """
    SLACK_BOT_TOKEN SLACK_SIGNING_SECRET SLACK_APP_TOKEN SLACK_API_URL PROPOPS_BASE_URL
    PROPOPS_JOB_URL DATABASE_URL TOKEN_KEYS JOBS_CHANNEL APPROVALS_CHANNEL APPROVERS
    APPROVAL_ACTIONS APPROVAL_BUDGET_OVER PUBLIC_URL PROPOPS_SETTLE_SECONDS PROPOPS_MARKER
    PROPOPS_TIMEOUT_SECONDS TIMEZONE HOST PORT LOG_LEVEL LOG_FORMAT
    """,
)
"""Names that people have in their environments: never renamed."""


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (ROOT / folder).rglob("*.py")


def test_the_readme_lists_the_settings_as_they_are() -> None:
    """To make it anew: `make settings`."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme == settings_docs.in_readme(readme)


def test_the_example_env_file_lists_the_settings_as_they_are() -> None:
    assert (ROOT / ".env.example").read_text("utf-8") == settings_docs.env_example()


def test_the_settings_people_rely_on_are_all_there_and_described() -> None:
    names = {name.upper() for name in Settings.model_fields}
    assert set(FIXED) <= names
    assert all(info.description for info in Settings.model_fields.values())


def test_a_filled_in_example_is_a_valid_env_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    text = settings_docs.env_example()
    for name, value in {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "PROPOPS_BASE_URL": "https://propops.example.com",
        "# SLACK_APP_TOKEN": "xapp-1",
    }.items():
        text = text.replace(f"\n{name}=", f"\n{name.removeprefix('# ')}={value}")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.toml").touch()
    file = tmp_path / ".env"
    file.write_text(re.sub(r"(?m)^# ([A-Z_]+=.+)$", r"\1", text))
    assert Settings(_env_file=file).approval_actions == ("delete",)


@pytest.mark.parametrize("folder", ["bot", "handlers"])
def test_modules_are_named_for_an_idea(folder: str) -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "constants", "base", "core"}
    assert [p for p in python_files(folder) if p.stem in vague] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        file
        for file in python_files("bot", "handlers")
        if "versions" not in file.parts
        and not ast.get_docstring(ast.parse(file.read_text("utf-8")))
    ]
    assert silent == []


def test_only_two_files_use_the_undocumented_parts_of_bolt() -> None:
    inner = re.compile(r"slack_bolt\.(kwargs_injection|listener|middleware|util)\b")
    users = {p.name for p in python_files("bot", "handlers") if inner.search(p.read_text("utf-8"))}
    assert users == {"bolt.py", "bolt_listener.py"}


def test_importing_the_bot_opens_nothing_and_reads_no_environment() -> None:
    """No settings object, no client and no connection at module level, in any module."""
    busy = re.compile(
        r"^\w+(?::[^=]+)? = (?:Settings|AsyncWebClient|httpx\.\w*Client|AsyncApp)\(", re.MULTILINE
    )
    reads = re.compile(r"os\.(environ|getenv)")
    for file in python_files("bot", "handlers"):
        text = file.read_text("utf-8")
        assert not busy.search(text), file
        # one hides Bolt's own variables from Bolt, the other looks for misspelt names, never values
        if file.name not in {"bolt_environment.py", "setting_problems.py"}:
            assert not reads.search(text), file


def test_a_change_is_let_in_by_one_command() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & stat.S_IXUSR
    assert "set -e" in script.read_text()
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0


def test_the_image_runs_as_nobody_with_hashed_requirements() -> None:
    text = (ROOT / "Dockerfile").read_text()
    for needed in ("--require-hashes", "\nUSER bot\n", "HEALTHCHECK", "/healthz", "HOST=0.0.0.0"):
        assert needed in text
    assert text.count("\nFROM ") + text.startswith("FROM ") == 2
    assert '["propops-bot", "serve"]' in text
    assert "pip install ." not in text


LOCK_FILES = (
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-browser.txt",
    "requirements-deploy.txt",
)


def pins(lock_file: str) -> dict[str, str]:
    """Package -> version."""
    text = (ROOT / lock_file).read_text()
    return dict(re.findall(r"(?m)^([a-z0-9][\w.-]*)(?:\[\w+\])?==([^ ;]+)", text))


@pytest.mark.parametrize("lock_file", LOCK_FILES)
def test_lock_files_carry_hashes_and_no_index(lock_file: str) -> None:
    text = (ROOT / lock_file).read_text()
    assert text.count("--hash=sha256:") >= len(pins(lock_file)) > 0
    assert "index-url" not in text
    assert "://" not in text


def test_lock_files_of_groups_hold_the_group_alone_in_the_versions_of_the_program() -> None:
    program, dev, browser, deploy = (pins(lock_file) for lock_file in LOCK_FILES)
    assert {"httpx", "slack-bolt"} <= program.keys() - dev.keys()
    assert {"pytest", "mypy"} <= dev.keys() - program.keys() - browser.keys()
    for group in (dev, browser, deploy):
        shared = group.keys() & program.keys()
        assert {name: group[name] for name in shared} == {name: program[name] for name in shared}


# the shape of the code: the sandbox, being for the demo and the tests, is freer


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for file in python_files("bot", "handlers"):
        if "sandbox" not in file.parts:
            yield file.relative_to(ROOT), ast.parse(file.read_text("utf-8"))


def test_a_public_class_name_stands_for_one_class() -> None:
    names = Counter(
        node.name
        for _, module in modules()
        for node in module.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_files_are_short() -> None:
    lines = {
        str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines())
        for file in python_files("bot", "handlers", "tests")
    }
    assert {file: count for file, count in lines.items() if count > 300} == {}


def test_functions_are_short_and_take_few_arguments() -> None:
    long: list[str] = []
    for file, module in modules():
        for node in ast.walk(module):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            given = node.args
            names = [each.arg for each in given.posonlyargs + given.args + given.kwonlyargs]
            arguments = len(names) - ("self" in names)
            most = 7 if node.name == "__init__" else 9
            if lines > 60:
                long.append(f"{file}: {node.name} has {lines} lines")
            if arguments > most:
                long.append(f"{file}:{node.lineno}: {node.name} takes {arguments} arguments")
    assert long == []


PICTURES = re.compile(
    r"\b(chores?|crowned|desk|doom\w*|hush\w*|janitor|shelf|shelves|stumbl\w+|torment\w*|"
    r"upkeep|victim|whisper\w*)\b",
    re.IGNORECASE,
)
"""Names of an earlier time: the field has a word for each of these (docs/developing.md)."""


REPAIRED = {
    ROOT / "bot/jobs/quicktext/work_words.py",
    ROOT / "bot/jobs/private_questions/harmless_words.py",
    ROOT / "bot/jobs/private_text/key_places.py",
    *(
        ROOT / f"tests/jobs/private_text/{name}.py"
        for name in ("as_they_come", "told_in_words", "nothing_told")
    ),
}
"""Names of things that tenants have repaired, and lines as people write them: there `shelf` is the plain word."""


def test_plain_words_are_used() -> None:
    pictured = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in python_files("bot", "handlers", "tests")
        for match in PICTURES.finditer(file.read_text("utf-8"))
        if file not in {Path(__file__), *REPAIRED} and "sandbox" not in file.parts
    ]
    assert pictured == []


TOP = {
    *(".ci", ".dockerignore", ".env.example", ".gitignore", ".pre-commit-config.yaml"),
    *("CHANGELOG.md", "Dockerfile", "LICENSE", "Makefile", "README.md", "manifest.yml"),
    *("pyproject.toml", "requirements.txt", "requirements-dev.txt", "requirements-browser.txt"),
    "requirements-deploy.txt",
    *("bot", "docs", "handlers", "tests"),
}


def test_only_these_stand_at_the_top() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: what is at the top can't be told from what was made since")
    listing = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {line.partition("/")[0] for line in listing.stdout.splitlines()} == TOP


def test_the_pages_name_only_tests_that_are_there() -> None:
    named = re.compile(r"`((?:[a-z]+/)+test_[a-z_]+)(?:\.py)?`")
    missing = [
        f"{page.name}: {match[1]}"
        for page in sorted((ROOT / "docs").glob("*.md"))
        for match in named.finditer(page.read_text("utf-8"))
        if not (ROOT / "tests" / f"{match[1].removeprefix('tests/')}.py").exists()
    ]
    assert missing == []
