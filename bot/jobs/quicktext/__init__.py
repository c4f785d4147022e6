"""One line of typed text, read into the values of a form."""
