"""The idempotency keys of every change a member can ask for, as they are stored: never to change."""

import ast
from pathlib import Path

from bot.jobs.change import Member, Place, change_id
from bot.workflows.changes.lifecycle import own_press
from handlers import submit
from handlers.job_form_submit import fingerprint
from handlers.panel_request import PanelRequest
from handlers.request import Modal, Request

HANDLERS = Path(submit.__file__).parent
MODAL = Modal({"id": "V1", "private_metadata": '{"job":"j-1","ref":"JOB-1","channel":"C2"}'})
REQUEST = Request(Member("E1", "T1", "U1"), Place("C1", view="V1"), "1.2", "")
PANEL = PanelRequest(REQUEST, "j-1", "", {}, view="V1")
KEYS = {
    ("archived_files.py", "modal.id"): "T1:V1",
    (
        "card_status.py",
        "f'status:{about.job}:{about.change}:{chosen}' + _after(own, request, choice, chosen)",
    ): "T1:status:j-1:S-A:2:after:S-B",
    ("case_notes.py", "modal.id"): "T1:V1",
    ("change_buttons.py", "f'undo:{update.id}:{press.attempt}'"): "T1:undo:S-A:1",
    ("choose_contractor.py", "modal.id"): "T1:V1",
    ("delete.py", "modal.id"): "T1:V1",
    ("delete.py", "f'{view}:archive'"): "T1:V1:archive",
    ("edit_conflicts.py", "f'{modal.id}:{number}'"): "T1:V1:2",
    ("job_form_submit.py", "modal.id + (f':{number}' if number > 1 else '')"): "T1:V1:2",
    ("notify.py", "modal.id"): "T1:V1",
    ("notify.py", "f'notify:{press.job}:{press.attempt}'"): "T1:notify:j-1:1",
    ("notify.py", "f'sure:{press.change}'"): "T1:sure:S-A",
    (
        "panel_comments.py",
        "f'comment:{request.member.user}:{panel.view or uuid}:{fingerprint(target)}'",
    ): "T1:comment:U1:V1:44136fa355b3678a",
    (
        "panel_save.py",
        "f'panel:{panel.request.member.user}:{uuid}:{version}:{fingerprint(fields)}'",
    ): "T1:panel:U1:j-1:20261126:44136fa355b3678a",
    ("photos.py", "modal.id"): "T1:V1",
    ("restore.py", "modal.id"): "T1:V1",
}
"""Where a change is made and its key, in code → the key of an example."""


def test_these_are_the_keys_of_all_changes() -> None:
    made = {
        (file.name, ast.unparse(keyword.value))
        for file in HANDLERS.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "submit.change"
        for keyword in node.keywords
        if keyword.arg == "key"
    }
    assert made == set(KEYS)


def test_a_key_is_the_team_and_what_makes_two_requests_the_same() -> None:
    class Example:
        id, job, change, attempt = "S-A", "j-1", "S-A", 1

    names = {"modal": MODAL, "view": MODAL.id, "update": Example, "press": Example, "number": 2}
    names |= {"about": Example, "chosen": 2, "own": (), "request": REQUEST, "choice": None}
    names |= {"_after": lambda *_: ":after:S-B"}
    names |= {"uuid": "j-1", "version": "20261126", "fields": {}, "target": {}}
    names |= {"panel": PANEL, "fingerprint": fingerprint}
    for (_, code), key in KEYS.items():
        change = submit.change(REQUEST, "update", key=eval(code, names))
        assert (change.key, change.id) == (key, change_id(key))


def test_the_press_of_a_member_who_has_not_linked_has_a_key_of_their_own() -> None:
    change = submit.change(REQUEST, "update", key="notify:j-1:1")
    own = own_press(change)
    assert own.key == "T1:notify:j-1:1:of:U1"
    assert own.id == change_id(own.key) != change.id


def test_a_change_from_a_modal_is_about_its_job_and_its_channel() -> None:
    change = submit.change(REQUEST, "delete", key="V1", modal=MODAL)
    assert change.place == Place("C2", view="V1")
    assert (change.job_uuid, change.job_ref) == ("j-1", "JOB-1")
    assert submit.change(REQUEST, "delete", key="V1").place == Place("C1", view="V1")


def test_the_id_of_a_change_follows_from_its_key() -> None:
    assert change_id("T1:V1") == "S-67OA3EDDMXKW"
