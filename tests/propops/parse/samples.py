"""A job as PropOps documents it, and the shortest row of a list."""

from tests.propops.scripted import UUID

EXAMPLE = {
    "ID": 1001,
    "uuid": UUID,
    "job_ref": "JOB-001",
    "job_title": "Boiler not firing",
    "job_description": "<p>No heat &amp; no water</p>\n",
    "status_id": 1,
    "status_name": "Open",
    "priority_id": 2,
    "priority_name": "Medium",
    "job_type_id": 3,
    "job_type_name": "Gas & Heating",
    "agent_id": 10,
    "agent_name": "Agent_001",
    "contractor_id": None,
    "contractor_name": None,
    "address_id": 5,
    "full_address": "1 Example Street, Sample Town, EX1 1AA",
    "job_total_budget": 250,
    "contractor_budget": 180.5,
    "vat_percentage": "20.00",
    "total_amount": None,
    "date_works_start_date": "2024-06-01",
    "date_works_end_date": "0000-00-00",
    "works_order_ref": "WO-001",
    "access_details": "Key safe code 1234.",
    "is_pinned": "0",
    "photos_count": "3",
    "created_at": "2024-01-15T09:30:00Z",
    "updated_at": "2024-01-15T09:30:00Z",
    "an_unknown_field": {"of": "any kind"},
}


ROW = {"ID": 1, "uuid": UUID, "job_ref": "JOB-001"}
