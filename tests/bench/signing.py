"""What requests to every server of the bench are signed with. Imports nothing: naive servers load it too."""

SECRET = "not-a-secret"
