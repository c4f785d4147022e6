"""Files that people send along with a job: what their bytes are, and what is left of them before they go on."""
