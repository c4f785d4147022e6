"""The built-in words of the trade: names that a type or a priority may have, and the words that speak for it.

Of the names of an entry the first that an instance has counts.
"""

TYPES: tuple[tuple[str, str], ...] = (
    (
        "gas & heating, heating & gas, heating, gas heating, gas, boiler, plumbing & heating",
        (
            "boiler, boilers, heating, central heating, no hot water, radiator, radiators, rads, hot water, "
            "thermostat, combi, pilot light, gas leak, smell of gas"
        ),
    ),
    (
        "gas safety, gas safety certificate, gas safety certificates, landlord gas safety, gas & heating, heating & gas, heating, gas heating, gas, boiler, plumbing & heating",
        (
            "gas safety, gas safe, cp12, cp12s, lgsr, gsc, gas cert, gas certs, gas certificate, landlord's "
            "gas certificate, gas inspection"
        ),
    ),
    (
        "plumbing, plumber, plumbing & drainage, plumbing & heating",
        (
            "toilet, toilets, loo, wc, cistern, ballcock, tap, taps, sink, basin, stopcock, stop tap, "
            "plumber, pipe, pipes, pipework, burst pipe, drain, drains, blocked drain, waste pipe, overflow, "
            "u-bend, macerator, saniflo, not draining, won't drain, wont drain, blockage, water coming "
            "through, water coming thru, water through the ceiling, water through ceiling"
        ),
    ),
    (
        "electrical, electrics, electrician, electric",
        (
            "electrics, electrical, electrician, eicr, socket, sockets, fuse, fuses, fusebox, fuse box, "
            "consumer unit, rcd, tripping, light, lights, lighting, light switch, trip switch, tripped, "
            "electric shower, downlight, downlights, spotlights, no power, no electric, no electricity, pat "
            "test, pat testing"
        ),
    ),
    ("damp & mould, damp & mold, damp, mould", ("mould, mold, mouldy, damp, condensation")),
    (
        "locksmith, locks, doors & locks, locks & security, security",
        (
            "locksmith, locked out, lock out, lockout, lock change, change locks, change the locks, lost keys"
        ),
    ),
    (
        "roofing, roof, roofing & guttering",
        ("roof, roofer, gutter, gutters, guttering, slates, chimney, roof tiles"),
    ),
    (
        "pest control, pests",
        (
            "mice, mouse, rats, rat, wasps, wasp nest, bedbugs, bed bugs, cockroaches, vermin, pest, pests"
        ),
    ),
    (
        "glazing, windows & glazing, glazier, windows",
        ("glazier, glazing, double glazing, broken window, broken pane"),
    ),
    (
        "appliances, appliance, white goods",
        (
            "washing machine, dishwasher, fridge, freezer, oven, cooker, hob, tumble dryer, cooker hood"
        ),
    ),
    (
        "gardening, garden, grounds maintenance, grounds",
        ("hedge, hedges, lawn, grass, weeds, gardener, gardening"),
    ),
    ("cleaning, cleaner", ("cleaner, deep clean, end of tenancy clean, cleaning")),
    (
        "decorating, decoration, painting",
        ("redecorate, redecorating, decorator, repaint, repainting"),
    ),
    (
        "carpentry, joinery, carpenter, joiner",
        ("carpenter, carpentry, joiner, joinery, skirting, floorboard, floorboards"),
    ),
    ("fencing, fences", ("fence, fences, fence panel, fence panels, fencing")),
    (
        "gas & heating, heating & gas, heating, gas heating, boiler, plumbing & heating, plumbing, plumber, plumbing & drainage",
        ("radiator, radiators, rads"),
    ),
)
"""Of types. A word of several entries speaks for each of their types: who mends a radiator is the one for heating, or else for gas or plumbing."""

TYPES_ALONE: tuple[tuple[str, str], ...] = (
    (
        "plumbing, plumber, plumbing & drainage",
        ("leak, leaks, leaking, leaky, drip, drips, dripping, no water, no cold water"),
    ),
)
"""Of types, where no other type's word is in the text."""

PRIORITIES: tuple[tuple[str, str], ...] = (
    (
        "emergency, critical, urgent, immediate, p1, priority 1, very high, high",
        (
            "emergency, asap, a.s.a.p, urgent, urgently, immediately, straight away, straightaway, right "
            "away, gas leak, smell of gas, smell gas, smelling gas, burst pipe, flooding, flooded, sparking, "
            "electric shock, locked out, no heating with baby, no heating baby, no heating newborn, no hot "
            "water baby, baby no heating, newborn no heating, elderly no heating, no heating elderly, "
            "vulnerable no heating, no heating vulnerable"
        ),
    ),
    (
        "low, low priority, non-urgent",
        (
            "no rush, no hurry, no particular hurry, in no hurry, whenever suits, when it suits, whenever is "
            "convenient, when convenient"
        ),
    ),
)
"""Of priorities, in order: the first whose word is in the text."""
