"""The ways PropOps says no, in its documented words."""

NO_LOGIN = "Authentication required. Please log in."
NO_RIGHT = "You do not have permission to perform this action"
BAD_CSRF = "Invalid or expired CSRF token"


class Refusal(Exception):
    """An answer of `{"success": false, "error": text}` with this status [api/errors]."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(status, text)
        self.status = status
        self.text = text


def bad(name: str) -> Refusal:
    """A parameter is missing or of the wrong type, or names nothing [api/errors]."""
    return Refusal(400, f"Invalid or missing required parameter: {name}")


def forbidden() -> Refusal:
    return Refusal(403, NO_RIGHT)


def not_found(what: str) -> Refusal:
    return Refusal(404, f"{what} not found")
