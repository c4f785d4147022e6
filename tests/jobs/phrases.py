"""Days on which what is typed is read."""

from datetime import date

WEDNESDAY = date(2026, 6, 10)
CLOCKS_GO_ON = date(2026, 3, 28)  # a Saturday; the clocks change on Sunday
CLOCKS_GO_BACK = date(2026, 10, 24)  # a Saturday, likewise
YEAR_ENDS = date(2026, 12, 30)  # a Wednesday
LEAP = date(2028, 2, 28)  # a Monday
