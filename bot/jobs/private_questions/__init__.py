"""What is asked about before it is sent: what looks private, and every number that nothing explains."""
