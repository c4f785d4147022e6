"""`propops-bot rehearse`: tries the installed bot against the real workspace and the real PropOps."""
