"""Words that addresses are made of."""

SMALL = frozenset([
    "flat", "unit", "apartment", "apt", "room", "no", "number", "house", "floor", "block", "the", "and",
    "of", "ground", "first", "second", "top", "rear", "front", "upper", "lower", "basement", "studio",
    "plot", "suite"
])  # fmt: skip
"""Words that name no house and no street by themselves."""
STREETS = frozenset([
    "road", "rd", "street", "st", "avenue", "ave", "lane", "ln", "drive", "dr", "close", "cl", "court",
    "ct", "crescent", "cres", "place", "pl", "square", "sq", "terrace", "ter", "gardens", "gdns",
    "grove", "gr", "row", "way", "hill", "park", "mews", "walk", "green", "view", "rise", "parade"
])  # fmt: skip
"""What streets are called."""
HOUSES = frozenset([
    "house", "lodge", "cottage", "court", "mansions", "villa", "barn", "farm", "mill", "hall", "manor"
])  # fmt: skip
"""What named houses are called."""
