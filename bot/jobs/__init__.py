"""What a job is, and what may be asked of it: pure, no input or output."""
