"""The text of `/job update`, and what is understood."""

UPDATE: dict[str, dict[str, object]] = {
    "contractor: Ace Gas, start next Friday, status: in progress": {
        "contractor_id": "Ace Gas", "date_works_start_date": "2026-06-19",
        "status_id": "In progress",
    },
    "contractor: none": {"contractor_id": None},
    "start: none, tenants: none": {"date_works_start_date": None, "tenants_ids": None},
    "title: none": {},
    "complete": {"status_id": "Complete"},
    "status complete": {"status_id": "Complete"},
    "high": {"priority_id": "High"},
    "priority to high": {"priority_id": "High"},
    "tomorrow": {"date_works_start_date": "2026-06-11"},
    "end friday": {"date_works_end_date": "2026-06-12"},
    "start: 20 june, end: friday": {
        "date_works_start_date": "2026-06-20", "date_works_end_date": "2026-06-26",
    },
    "£300": {"job_total_budget": "300.00"},
    "assign to Ace Gas": {"contractor_id": "Ace Gas"},
    "Ace Gas": {"contractor_id": "Ace Gas"},
    "key safe 1234": {"access_details": "key safe 1234"},
    "please hurry": {},
    "start: 31/02": {},
    "": {},
}  # fmt: skip
