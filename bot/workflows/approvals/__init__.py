"""Approvals: who decides, what they see, reminders, escalation and expiry."""
