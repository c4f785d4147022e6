"""PropOps's JSON, read tolerantly into our models."""
