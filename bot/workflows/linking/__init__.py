"""Linking a member to their PropOps account, and what that account may do."""
