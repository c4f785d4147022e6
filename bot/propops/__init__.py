"""PropOps over HTTP."""
