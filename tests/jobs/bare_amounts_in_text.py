"""Bare numbers that look like a budget, and those that count or name something."""

BARE: tuple[str, ...] = (
    "8123 sounds high", "can't do 8123", "he said 450", "they'd do it 450", "wants 8123 all told", "8123 is a lot", "8123!", "Is 8123 ok?",
    "8123 ok?", "could you do it at 8123", "8123 from Ace, 7900 from Bob", "go ahead at 8123", "we had 8123 in mind", "8123 or 7900",
    "between 7900 and 8123", "7900-8123", "up from 7900 to 8123", "it's 8123 now", "that's 8123", "make it 8123", "8123 seems ok",
    "8123 for the boiler", "8,123 for boiler", "8123 will do", "nearer 8123", "closer to 8123", "8123 last year", "8123ish", "8123-ish", "~8123",
    "LL won't go to 8123", "LL: 8123 no", "8123 no way", "no way 8123", "8123?? no", "8123 pa", "try 450", "450 hmm", "tell them 450",
    "they said 450 we said 300", "450 looks right", "450 too high", "450 bit steep", "450 would do it", "go for 450", "450 it is", "450 then",
    "450, deal", "deal at 450", "lowest was 450", "cheapest 450", "cheapest is 450", "best they can do is 450", "450 best price", "450/400",
    "450 v 400", "Ace: 8123", "I can't stretch to 8123", "won't do it under 950", "950 or I walk", "could they get it to 950?",
    "950 instead of 1100", "not 1100 but 950", "1100. Too much", "(1100)", "1100 - no", "was 1100", "1100 was last time", "2000 sounds a lot",
    "can't do 2000", "happy to do it at 1200", "came down from 1500 to 1200", "they came in at 1430", "12345 seems mad", "8123 each", "8123 more",
    "another 350", "an extra 350 for it", "350 extra", "350 on top", "she'd take 350", "650 as agreed", "stick at 650", "650 is fine by us",
    "650 without the flue", "just 650", "only 650 left", "8123.50 is steep", "850 at most",
)  # fmt: skip
COUNTED_OR_NAMED: tuple[str, ...] = (
    "450 tiles and a trim", "about 300 slates gone", "flat 301 is too cold", "flat 450, then 12", "flats 101, 102 and 103", "flats 2, 14 and 117",
    "Room 204 is cold", "room 204 and 205", "error 224 again", "the code says 224", "boiler shows error 133, reset it", "Vaillant 831 is dead",
    "it's the 831 model", "831 is the model", "ecoTEC plus 831 no hot water", "meter says 44710", "reading is 44710", "the reading was 44710 today",
    "pressure is 150", "width was 762", "gap is 175", "762 x 1981", "600 x 400 vent", "in 2015", "built 1984", "since 1998", "done 2018", "made 2016",
    "expires 2027", "June 12th, 2026", "28 Feb. 2024, inventory", "same as 2019", "by 2027", "at 1030", "before 1600", "between 1000 and 1200",
    "1930 is too late", "carer comes 0900 and 1730", "access: 1000-1600", "120 High Street", "Leak at 120, High Street", "at 120 Great North Road",
    "1174 High Street", "Flat 3, 120 High Street", "no. 117", "cert. no. 4417", "Invoice No. 3316", "tag no. 118", "ext. 214", "quote no 4471",
    "order no 5566", "RAL 9016 for frames and 7016 for door", "JOB-061", "WO-12345", "PO 4500012345", "ticket 60233 dup of 60219", "dial 999",
    "ring 101", "call 111 if it smells", "0113 496 0123", "100%", "100% sure", "24/7", "12/06/2026", "2026-06-12", "999 called", "#450", "450mm",
    "450°", "150th time", "EN 1434", "BS 7671", "model 24CDI", "part 178978", "10.30 start", "12,5 bar", "100 points", "120 minutes late",
    "M25 J10", "LS1 4AB", "2 of 300 units", "300 or so tiles",
)  # fmt: skip
