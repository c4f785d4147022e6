"""What goes wrong in rented homes: the words of the made-up jobs."""

from typing import Final

STATUSES: Final = (
    (11, "New"),
    (12, "Assigned"),
    (13, "In progress"),
    (14, "Complete"),
    (15, "Closed"),
    (16, "Archived"),
)
PRIORITIES: Final = ((41, "Urgent"), (42, "High"), (43, "Normal"), (44, "Low"))
TYPES: Final = (
    (71, "Gas & Heating"),
    (72, "Plumbing"),
    (73, "Electrical"),
    (74, "Roofing & Gutters"),
    (75, "Joinery & Doors"),
    (76, "Damp & Mould"),
    (77, "Decorating"),
    (78, "Locks & Security"),
    (79, "Appliances"),
    (80, "Drains"),
    (81, "Garden & Grounds"),
    (82, "Pest Control"),
    (83, "End of Tenancy Clean"),
)
RETIRED_TYPE: Final = (84, "Chimney Sweeping (no longer used)")
TIME_RANGES: Final = ((1, "08:00-12:00"), (2, "12:00-17:00"), (3, "17:00-20:00"), (4, "All day"))
FILE_TYPES: Final = ((1, "Photo"), (2, "Quote"), (3, "Invoice"), (4, "Gas Safety Record"))

JOBS: Final = (
    # type, priority, title, description
    (71, 41, "Boiler not firing", "No heating or hot water since last night. Display shows F22."),
    (
        71,
        43,
        "Annual gas safety check",
        "<p>Landlord gas safety record due.</p><p>Boiler and hob.</p>",
    ),
    (
        71,
        42,
        "Radiator cold in back bedroom",
        "Bled twice by the tenant, still cold along the bottom.",
    ),
    (71, 43, "Boiler service", "Routine yearly service. Please check the pressure vessel too."),
    (71, 42, "Thermostat blank", "<p>New batteries tried. <strong>No display at all.</strong></p>"),
    (
        72,
        41,
        "Leak under kitchen sink",
        "Water coming through the base unit. Tenant has a bucket under it.",
    ),
    (
        72,
        42,
        "Toilet not flushing",
        "Handle turns freely, cistern is full. Only toilet in the flat.",
    ),
    (
        72,
        43,
        "Dripping bath tap",
        "<p>Hot tap drips all night.</p><ul><li>Washer</li><li>or new tap</li></ul>",
    ),
    (72, 43, "Low shower pressure", "Shower is down to a trickle, the kitchen tap is fine."),
    (72, 41, "Burst pipe in loft", "Stopcock is off. Ceiling of the landing is wet & sagging."),
    (73, 41, "Sockets dead in kitchen", "Breaker trips as soon as it is reset. Fridge is off."),
    (73, 43, "Hall light flickers", "New bulb made no difference; the fitting hums."),
    (73, 43, "Electrical safety check", "<p>Five-yearly EICR. Last one expires next month.</p>"),
    (
        73,
        42,
        "Smoke alarm chirping",
        "Mains alarm on the landing, chirps every minute after a new battery.",
    ),
    (74, 42, "Slipped slates", "Three slates off after the wind, visible from the street."),
    (
        74,
        43,
        "Gutter overflowing at front",
        "<p>Blocked at the downpipe, runs down the wall by the door.</p>",
    ),
    (74, 41, "Water through bedroom ceiling", "Drips by the chimney breast whenever it rains."),
    (75, 43, "Kitchen door will not close", "Dropped on its hinges and catches on the floor."),
    (75, 44, "Wardrobe rail loose", "Rail has pulled out of the plasterboard."),
    (
        75,
        42,
        "Back gate off its hinges",
        "Post has rotted through at the bottom. Bins are kept behind it.",
    ),
    (
        76,
        42,
        "Black mould in bathroom",
        "<p>Ceiling and window reveal. Extractor runs but <em>barely pulls</em>.</p>",
    ),
    (76, 43, "Damp patch in living room", "Outside wall, about a metre wide, getting bigger."),
    (77, 44, "Repaint hallway", "Scuffed since the last move. White walls, satin woodwork."),
    (77, 43, "Make good after leak", "Stain block and paint the kitchen ceiling once it is dry."),
    (
        78,
        41,
        "Locked out, lock snapped",
        "Key broke in the front door. Tenant is with a neighbour.",
    ),
    (78, 43, "Window lock missing", "<p>Ground-floor bedroom. Tenant asks for keys too.</p>"),
    (79, 42, "Washing machine will not drain", "Stops mid cycle, drum full. Shows E18."),
    (79, 43, "Cooker hood not working", "Light works, the fan does not."),
    (79, 42, "Oven does not heat", "Fan turns, no heat. Grill & hob are fine."),
    (80, 41, "Drain overflowing in yard", "Foul water by the back step. Shared with next door."),
    (80, 42, "Kitchen waste blocked", "<p>Sink drains in about an hour. Plunger tried.</p>"),
    (81, 44, "Cut back hedge", "Neighbour says it is over the pavement again."),
    (81, 44, "Clear garden before viewing", "Grass, brambles and an old mattress by the shed."),
    (82, 42, "Mice in kitchen", "Droppings under the units, gap round the gas pipe."),
    (82, 43, "Wasp nest in eaves", "Above the front bedroom window, very active."),
    (
        83,
        43,
        "End of tenancy clean",
        "<p>Two beds, one bath, oven included.</p><p>Keys at the office.</p>",
    ),
)
ACCESS: Final = (
    "Key safe by the back door, code 4471.",
    "Tenant works nights, please ring before 4 pm.",
    "Collect keys from the Headingley office, tag 38.",
    "Key safe on the meter box, code 9026. Alarm 1357, panel in the hall.",
    "Dog in the garden: text the tenant on the way.",
    "Concierge has the spare set; sign the book.",
)
MESSAGES: Final = {
    "created": "Job created",
    "Assigned": "Contractor accepted the job",
    "In progress": "Work started",
    "Complete": "Contractor marked the job complete",
    "Closed": "Reviewed and closed",
    "Archived": "Archived",
    "budget": "Budget agreed",
}
NOTES: Final = (
    "Called the tenant, happy with the date.",
    "Contractor asked for a photo of the data plate.",
    "Landlord has approved the spend by phone.",
    "Part on order, expected in two working days.",
)
