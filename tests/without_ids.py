"""What was said less what machines count and draw: a code of four digits stands in an id or a time by chance."""

import re

_MADE = re.compile(
    r"""
      (?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])  # a UUID
    | (?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{16,}(?![0-9A-Za-z])  # a number drawn at random
    | \d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?  # a moment, as ISO 8601 has it
    | (?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{6}(?!\d)  # the same in digits alone
    | (?<!\d)[12]\d{9}(?:\.[0-9a-f]+)?(?![\d.a-f])  # Unix seconds, a ts of Slack, the hash of a view
    | (?<!\d)[12]\d{9}(?:\d{3}){1,3}(?!\d)  # the same in milli-, micro- or nanoseconds
    | (?<![\d.])(?:0|[1-9]\d*)\.(?:\d{5,}(?:e-\d+)?|\d+e-\d+)  # a measurement
    | (?<=\b127\.0\.0\.1:)\d+ | \b0x[0-9a-f]{6,}  # a port, an address in memory
    | gAAAA[\w-]{60,}=*  # what is sealed
    | (?<![0-9A-Za-z])(?:[SF]-[2-7A-Z]{12}|E-[0-9A-Z]{7})(?![0-9A-Za-z])  # a change, a draft, a failure
    | (?<="block_id":\ ")\w{4,5}(?=") | (?<='block_id':\ ')\w{4,5}(?=')  # given by Slack
    """,
    re.VERBOSE,
)


def without_ids(said: object) -> str:
    """Each id and each moment in the text of it as one `#`; a telephone number, a code or an amount stays.

    For every test that seeks a few digits or letters where ids may stand.
    """
    return _MADE.sub("#", str(said))
