"""Every message, view and entity against the types that Slack publishes for TypeScript (npm `@slack/types`)."""
