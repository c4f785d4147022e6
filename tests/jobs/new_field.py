"""Run by `test_field_table`, in a copy of the bot whose field table has one more entry.

Prints, as JSON, what each part of the bot makes of the field `po_number`.
"""

import json
from datetime import date

from bot.jobs.diff import changed
from bot.jobs.display import facts
from bot.jobs.form_values import form_values
from bot.jobs.forms import JobFields
from bot.jobs.model import Job
from bot.jobs.quicktext.parser import parse
from bot.jobs.updates import already_has, values_of
from bot.propops.parse.jobs import job
from bot.propops.write_schema import body
from bot.propops_names import PropOpsNames
from bot.sandbox.propops.fields import checked
from bot.sandbox.propops.options import utc_now
from bot.sandbox.propops.seed_jobs import seeded
from bot.views.form_reader import Filled, read
from bot.views.job_details import job_view
from bot.views.job_form import FormView, draw

NAME = "po_number"
NAMES = PropOpsNames("search", "uuid", "commit_id", "file_id", "", "")
ROW = {"uuid": "u-1", "job_ref": "JOB-001", "job_title": "Leak", NAME: "AB 1234"}


def block(form: FormView) -> object:
    view = draw(form)
    return next((each for each in view["blocks"] if each.get("block_id") == NAME), None)


def main() -> None:
    current = job(ROW) or Job(uuid="")
    stored = values_of(current)
    filled = read({NAME: {NAME: {"value": " CD 5678 "}}}, required=())
    quick = parse("leak, po number: AB 1234 tomorrow", date(2026, 6, 10), {})
    update = FormView("update", "Update job", form_values(stored, {}), job=current)
    answers = {
        "stored": stored,
        "create form": block(FormView("create", "New job")),
        "update form": block(update),
        "read back": filled.values if isinstance(filled, Filled) else filled,
        "too long": read({NAME: {NAME: {"value": "x" * 101}}}, required=()),
        "sent": body("update", {"uuid": "u-1", NAME: "CD 5678"}, NAMES),
        "sandbox": checked({NAME: "CD 5678"}, seeded(1, utc_now)),
        "diff": [f"{row.label}: {row.old} → {row.new}" for row in changed({NAME: "CD"}, current)],
        "holds": already_has(current, {NAME: "AB 1234"}),
        "card": facts(current),
        "show": json.dumps(job_view(current), ensure_ascii=False),
        "quick text": {name: str(value) for name, value in quick.values.items()},
        "typed": sorted(JobFields.model_fields),
    }
    print(json.dumps(answers))  # noqa: T201  read by the test


if __name__ == "__main__":
    main()
