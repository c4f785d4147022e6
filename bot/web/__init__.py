"""What answers over HTTP and how a payload of Slack finds its listener."""
