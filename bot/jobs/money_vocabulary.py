"""Words around amounts of money, each a part of a pattern: what leads in one, what follows, what counts something else."""


def _any(text: str) -> str:
    """Alternatives, one for each word; `_` stands for a space."""
    return "|".join(word.replace("_", " ") for word in text.split())


LEADS = _any(
    r"nte n\.t\.e\. not_to_exceed not_exceeding (?:spend|budget|pay|go|limit)_up_to budgets? budgeted costs? costing costed prices? priced"
    r" pricing fees? totals?(?!_of_\d\b) spent spend spending pay pays paying paid payment owes? owed owing charge[sd]? charging quoted"
    r" quoting estimated? rent deposit excess arrears fine fined refund refunded discount credit compensation labour materials parts_cost"
    r" call[-_]?out(?:_fee|_charge)? rate limit limited capped? ceiling allowance allow approved authorised authorized agreed ok'?d okayed"
    r" signed_off happy_(?:with|to_pay|to_spend) offer offered settled? settlement contribution saving saved?"
    r" (?:came|comes?|coming)_(?:in_|back_)?(?:at|to|with) (?:ok|okay|fine|cool)_with work(?:s|ed)?_out_(?:at|to) knock(?:ed)? vat tender(?:ed)? worth"
    r" do(?:ne)?_(?:it_|this_|that_|both_|all_|the_lot_)?for over_?spen[dt](?:_by)? (?:over|under)_?budget(?:_by)? balance shortfall"
    r" difference invoiced ll_(?:ok|okay|agreed|approved) po_value uplift approval authority est\.? net gross knock(?:ed)? commission"
)
"""Before an amount, whatever its size."""
PAPERS = _any(
    r"quotes? invoices?_(?:for|is|was|at|total) invoice_total estimates? bills? bid po_(?:of|for) value amount sum figure valued"
)
"""Before an amount, but before numbers of their own too: three figures, or pence, are money."""
ABOUT = _any(
    r"about around approx\.? approximately circa roughly under less_than over more_than up_to below say c\. ~ nearly almost wants? asking wanted"
)
LINKS = _any(
    r"of is was are at to up about around approx\.? circa c\. us me them him her it only just now be the a an max maximum nearly almost"
    r" over under exactly by from raised another per_job total in out -"
)
GOES_ON = _any(
    r"ok'd max maximum budget total all_in(?!_all) plus inc\w* ex exc\w* net gross vat agreed approved authorised ok okay okayed limit cap"
    r" for_(?:the|this|all|both|it|labour|parts|materials|everything) on_(?:the|this|it|parts|labour) from_(?:the|ll|landlord) by_(?:the|ll)"
    r" per each and or but if is was please pls quoted paid spent deposit upfront cash then with only tops approx i_think so this_time"
    r" last_time today tomorrow tmrw mon\w* tues?\w* wed\w* thurs?\w* fri\w* signed"
)
PERCENT = _any(
    r"off discount deposit mark[-_]?up margin retention commission fee vat surcharge uplift reduction up_front upfront"
)
"""What a percentage of money is."""
TAXED = _any(
    r"exc?l? exclusive excluding exvat incl? inclusive including net gross plus_vat plus(?=_vat|_parts|_labour) \+(?=_?vat)"
)
COINS = _any(
    r"grand euros? eur pence per_cent_vat percent_vat pcm all_in(?!_all) £ € pounds? quid squid gbp sterling nicker bucks smackers? dollars?"
    r" usd fivers? tenners? pds /- \.-"
)
RATES = _any(
    r"(?:per|an|a|/)_?(?:hours?|hrs?|day|visit|unit|item|night|call_?out|sqm|m2|metre|head|week|wk|month)\b(?!_(?:before|after|ago|later|late|early|earlier|of|visit|service|check))"
    r" p/?h\b ph\b pph\b pw\b hourly\b apiece\b a_pop\b (?:for_(?:the_)?)?(?:first|1st)_(?:hour|hr)\b labour\b materials\b"
    r" each(?!_(?:side|way|floor|room|end|day|week|flat|of|wall|other|one|landing|block))\b"
)
SETTLED = _any(
    r"ok'd okayed only all_in(?!_all) all_inclusive for_the_lot the_lot in_total total tops cash upfront up_front deposit budget quote quoted limit cap"
    r" fee charge agreed approved authorised max maximum ceiling discount refund excess rent arrears saving over_budget under_budget"
    r" overspend overspent"
)
VERDICTS = _any(
    r"(?:over_|above_|under_|within_|below_)?(?:my_|our_|the_|their_|your_|his_|her_|a_)?(?:agreed_|absolute_|upper_|total_|top_)?(?:limit|max|maximum|cap|ceiling|budget|price|cost|quote|estimate|fee|charge|most|offer|figure_(?:they|he|she|we))\b"
    r" (?:far_|way_|much_|a_bit_)?too_(?:much|dear|expensive|steep|pricey|costly) (?:very_|rather_|a_bit_|quite_)?(?:steep|pricey|dear|expensive|costly)"
    r" what_(?:they|he|she|we|you|it|the_ll|ll|the_landlord)_(?:quoted|quote|charged?|costs?|paid|pay|agreed|want|wants|wanted|asked)"
)
"""What somebody says an amount is."""
UNITS = _any(
    r"mm cm m km metres? meters? mtrs? ft foot feet inch(?:es)? yards? miles? kg g grams? tonnes? lbs? stone kw kwh w watts? amps? a v"
    r" volts? ma mah hz mhz bar mbar psi l litres? ltrs? ml gallons? btus? degrees? deg c f x by am pm h hours? hrs? hr mins? minutes? secs?"
    r" seconds? days? nights? weeks? wks? months? mths? years? yrs? people persons? tenants? adults? children kids occupants? guests? times"
    r" visits? rooms? beds? bedrooms? bathrooms? no off flats? units? properties houses? blocks? floors? storeys? doors? windows? panes?"
    r" locks? keys? fobs? sets? radiators? rads? sockets? switches lights? lamps? bulbs? spots? alarms? detectors? taps? toilets? sinks?"
    r" baths? showers? pipes? valves? tiles? bricks? slabs? panels? boards? sheets? rolls? packs? bags? boxes batteries screws hinges"
    r" slates? posts? steps stairs pages? photos? quotes? jobs? items? points? rpm mph sq sqm m2 lumens? invoices? calls? emails? letters?"
    r" jan\w* feb\w* march apr\w* may june? july? aug\w* sept?\w* oct\w* nov\w* dec\w* working business bed storey"
    r" (?:[a-z']+_){1,2}(?:street|st|road|rd|row|avenue|ave|lane|ln|close|drive|dr|court|ct|way|place|terrace|gardens|grove|crescent|hill|park)"
)
"""What a number counts or measures, and streets: then it is no amount."""

_SMALL = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
SPOKEN_WORD = f"{_SMALL}|{_TEENS}|{_TENS}|hundred|thousand"
SPOKEN_RUN = rf"(?:(?:{SPOKEN_WORD}|half|few|couple|and|an?|of)[ -]){{0,7}}(?:{SPOKEN_WORD}|half an?|few|couple of|an?)"
SPOKEN_SUM = (
    rf"(?:{_TEENS}|{_TENS})(?:[ -](?:{_SMALL}|hundred|thousand))?"
    rf"|(?:an?|{_SMALL})[ -](?:hundred|thousand|{_TEENS}|{_TENS})(?:[ -](?:and[ -])?(?:{SPOKEN_WORD})){{0,4}}"
)
HUNDREDS = (
    rf"(?:an?|a few|a couple of|couple(?: of)?|half a|several|{_SMALL}|{_TEENS}|{_TENS})[ -](?:hundred|thousand|thou)"
    rf"(?:[ -](?:and[ -])?(?:a half|{SPOKEN_WORD}|quid)){{0,4}}|(?:{_SMALL})[ -]and[ -]a[ -]half[ -](?:thousand|hundred|grand|k)"
)
"""`six hundred`, `twelve hundred and fifty`."""
TWO_FIFTY = rf"(?:{_SMALL}|{_TEENS})[ -](?:fifty|sixty|seventy|eighty|ninety)(?:[ -](?:{_SMALL}))?"
"""`two thirty` is a time of day, `two fifty` hardly."""
SLANG = (
    rf"(?:an?|half an?|a couple of|{_SMALL}|{_TEENS}|\d+(?:\.\d+)?)[ -]"
    r"(?:monkeys?(?! puzzle)|pony|ponies|tons?|score|grand|k|bag|fivers?|tenners?|nicker|bullseye|bags? of sand)(?:[ -](?:twenty|fifty))?"
)
