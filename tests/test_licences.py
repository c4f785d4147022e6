"""The list of licences names all that is installed with the bot, and none that would bind who runs it."""

import re

from tests.licences import PAGE, licence_of, page, required

_FINE = re.compile(r"MIT|BSD|Apache|PSF|Python Software|ISC|MPL|Mozilla|CNRI|LGPL-3\.0-only")
"""The last is psycopg's, which is used as it is."""


def test_the_list_is_of_today() -> None:
    assert PAGE.read_text("utf-8") == page(), "make licences"


def test_each_is_known_and_may_be_used() -> None:
    assert len(required()) > 50
    others = {name: licence for name in required() if not _FINE.search(licence := licence_of(name))}
    assert others == {}
