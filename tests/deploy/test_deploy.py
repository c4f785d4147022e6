"""The files of docs/deploy: valid by the published schemas, and true to the program."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
COMPOSE, KUBERNETES, UNIT = (
    DEPLOY / name for name in ("compose.yaml", "kubernetes.yaml", "propops-bot.service")
)


def objects() -> dict[str, Any]:
    """Kind -> object."""
    return {each["kind"]: each for each in yaml.safe_load_all(KUBERNETES.read_text())}


def settings_named() -> dict[str, set[str]]:
    """File -> the settings of the bot that it sets."""
    compose = yaml.safe_load(COMPOSE.read_text())["services"]["bot"]["environment"]
    unit = " ".join(re.findall(r"(?m)^Environment=(.*)$", UNIT.read_text()))
    kinds = objects()
    return {
        COMPOSE.name: set(compose),
        UNIT.name: {pair.partition("=")[0] for pair in unit.split()},
        KUBERNETES.name: {*kinds["Secret"]["stringData"], *kinds["ConfigMap"]["data"]},
    }


def images_of_others() -> list[str]:
    """Whatever is pulled: the bases of our image, and what compose and Kubernetes run beside it."""
    dockerfile = (ROOT / "Dockerfile").read_text()
    defaults = dict(re.findall(r"(?m)^ARG (\w+)=(\S+)$", dockerfile))
    bases = [
        re.sub(r"\$\{(\w+)\}", lambda named: defaults[named[1]], base)
        for base in re.findall(r"(?m)^FROM (\S+)", dockerfile)
    ]
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    pod = objects()["Deployment"]["spec"]["template"]["spec"]
    beside = [each["image"] for each in services.values() if "build" not in each]
    beside += [each["image"] for each in pod["containers"] if each["name"] != "bot"]
    return [*bases, *beside, *(each["image"] for each in pod.get("initContainers", []))]


def test_what_is_pulled_is_named_by_digest() -> None:
    images = images_of_others()
    assert len(images) == 4
    for image in images:
        assert re.fullmatch(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", image), image


def test_the_image_has_the_python_its_packages_are_put_under() -> None:
    """The path is written out, so a base of another Python would find none of them."""
    dockerfile = (ROOT / "Dockerfile").read_text()
    versions = set(re.findall(r"python:?(3\.\d+)", dockerfile))
    assert versions == {"3.11"}


def test_they_set_what_the_bot_reads() -> None:
    known = {name.upper() for name in Settings.model_fields}
    for file, names in settings_named().items():
        assert names, file
        assert names <= known, file


def test_several_bots_share_a_postgres_and_its_keys() -> None:
    assert {"DATABASE_URL", "TOKEN_KEYS"} <= settings_named()[KUBERNETES.name]
    compose = yaml.safe_load(COMPOSE.read_text())["services"]["bot"]
    assert compose["deploy"]["replicas"] > 1
    assert compose["environment"]["DATABASE_URL"].startswith("postgresql://")
    assert "`TOKEN_KEYS`" in (DEPLOY / "README.md").read_text()


def test_numbers_and_details_stay_inside() -> None:
    caddy = (DEPLOY / "Caddyfile").read_text()
    passed_on = set(re.findall(r"(?m)^\s*@bot path (.*)$", caddy)[0].split())
    assert "/slack/events" in passed_on
    assert not [path for path in passed_on if path.startswith(("/metrics", "/readyz"))]
    (rule,) = objects()["Ingress"]["spec"]["rules"]
    assert {each["path"] for each in rule["http"]["paths"]} == {"/slack", "/link"}
    assert yaml.safe_load(COMPOSE.read_text())["services"]["bot"].keys().isdisjoint({"ports"})


def test_a_bot_is_given_longer_than_it_takes_to_end() -> None:
    bot = yaml.safe_load(COMPOSE.read_text())["services"]["bot"]
    pod = objects()["Deployment"]["spec"]["template"]["spec"]
    stop = re.findall(r"(?m)^TimeoutStopSec=(\d+)$", UNIT.read_text())[0]
    before = int(pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1])
    assert int(bot["stop_grace_period"].removesuffix("s")) > 20
    assert pod["terminationGracePeriodSeconds"] - before > 20
    assert int(stop) > 20


def test_the_user_is_that_of_the_image() -> None:
    uid = re.findall(r"--uid (\d+)", (ROOT / "Dockerfile").read_text())[0]
    security = objects()["Deployment"]["spec"]["template"]["spec"]["securityContext"]
    assert str(security["runAsUser"]) == uid
    assert security["runAsNonRoot"] is True


def test_compose_by_its_published_schema() -> None:
    pytest.importorskip("check_jsonschema", reason="make test-deploy brings the schemas")
    command = ["check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    checked = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_kubernetes_by_its_published_schemas() -> None:
    validate = pytest.importorskip(
        "kubernetes_validate", reason="make test-deploy brings the schemas"
    )
    for each in yaml.safe_load_all(KUBERNETES.read_text()):
        for version in ("1.30", "1.37"):
            validate.validate(each, version, strict=True)


def test_the_unit_by_systemd_itself(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd-analyze on this machine")
    unit = tmp_path / UNIT.name
    unit.write_text(re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={sys.executable}", UNIT.read_text()))
    checked = subprocess.run(
        [analyze, "verify", str(unit)], capture_output=True, text=True, check=False
    )
    about_it = [line for line in checked.stderr.splitlines() if UNIT.name in line]
    assert (checked.returncode, about_it) == (0, [])
