"""Drafts of forms, and forms whose job was edited by somebody else meanwhile."""
