"""Who is let in, and how a member's link to PropOps stands."""
