"""Amounts as people write them without a pound sign, and numbers that are none."""

AMOUNTS: tuple[str, ...] = (
    "450 exc", "1,250.00", "a monkey", "two fifty", "4.5k", "half a grand", "quoted 450", "Ace came in at 450", "450 all in for the lot",
    "LL approved 300", "approved up to 300", "landlord happy with 450", "450 plus vat", "450+", "450 net", "450.00 inc", "GBP 450", "450gbp",
    "45 p/h", "45ph plus parts", "45 an hour", "85/hr call out", "60 per visit", "12.99 each", "a couple of hundred", "six hundred", "four eighty five",
    "twelve hundred", "fifteen hundred plus vat", "budget four fifty", "cost: four hundred and fifty", "250 nicker", "two grand", "2 grand max",
    "a ton", "half a monkey", "a pony", "5k max", "7-8k", "about 450", "approx 1200", "spend limit 250", "capped at 400", "NTE 350", "not to exceed 350",
    "deposit of 1200", "rent 950", "arrears 2,400", "excess 250", "refund 85.50", "labour 120", "materials 85", "call out fee 75", "VAT 90",
    "20% VAT", "owes 340", "paid 400 cash", "invoice for 340", "total 216", "price 99.95",
    # others of the kind
    "450/-", "450 quid", "fee=450", "est 450 but LL agreed 400", "do it for 450", "settled for 300", "discount 40", "sum of 1,500", "value 2500.00",
    "950 pcm", "three hundred pounds", "a few hundred", "two and a half grand", "1.2k", "costs: 85.99", "450 only", "300 limit", "150 deposit",
    "over budget by 120", "overspend of 120", "charge 45", "charging 60", "PO value 450", "balance 220", "€300", "300 euros",
)  # fmt: skip

NO_AMOUNTS: tuple[str, ...] = (
    "4k heater", "20k BTU", "450mm", "24kW", "3 bed", "4K TV on the wall", "10k litres", "450 tiles", "two hundred metres of pipe", "a ton of rubble",
    "monkey puzzle tree", "grand piano in the hall", "Grand Parade", "room 250", "flat 450", "unit 1200", "max 400mm", "max 6 people", "around 12 noon",
    "about 20 mins", "at 12 Elm Row", "call at 9am", "at 1030", "since 2019", "built 1984", "3 quotes needed", "quote no 4471", "quote 4471",
    "invoice 10234", "WO-12345", "JOB-061", "PO 4500012345", "Vaillant 831", "boiler pressure 1.25 bar", "door 762 x 1981", "50/50 split", "24/7 access",
    "twice a week", "2 per room", "100 per cent", "20% of the roof", "two thirty appointment", "half past two", "one of three lights", "twenty five metres",
    "approved 14 June", "agreed 12/6", "agreed two weeks", "paid 2 visits", "labour 2 days", "rent arrears letter", "deposit for 12 Elm Row",
    "rent for 12 Elm Row", "call 0113 496 0123", "code 4471", "temp 55.50 degrees", "2.5 kW heater", "ex tenant", "inc 2 keys", "net curtains",
    # others of the kind
    "gross floor area 80 sqm", "EPC rating 62", "meter reading 04471", "GU10 lamps x 4", "paid on 12 June", "charge 2 batteries", "bill for 12 Elm Row",
    "over 400 degrees", "fuse 32A", "RAL 7016", "LS1 4AB", "12 months warranty", "offer at 12 Station Road", "total of 3 radiators off", "costs nothing",
    "rate of flow 12 litres", "budget airline", "spent 2 hours", "wants 3 visits", "pony in the field", "score marks on the worktop", "firmware 1.6.26",
)  # fmt: skip
