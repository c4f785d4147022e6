"""Access control, and members' links to PropOps."""
