"""The side panel of a job: what one person sees of it, and what was shown to them."""
