"""Words around a bare number that may be an amount, each a part of a pattern in `bare_amounts`."""


def _any(text: str) -> str:
    """Alternatives; `_` stands for a space."""
    return "|".join(word.replace("_", " ") for word in text.split())


BEFORE = _any(
    # who and what
    r"it it's its that that's this these those them they they're him he he's her she she's us we we're me you i i'm both all one everyone nobody"
    # to be, to do, may
    r" is was are were be been being isn't wasn't isnt wasnt 's do does did done don't doesn't didn't dont doing can can't cant could couldn't"
    r" will won't wont would wouldn't should shouldn't may might must"
    # what is done with an amount
    r" say says said saying told tell ask asks asked asking want wants wanted wanting make makes made go goes going gone went get gets got give gives gave"
    r" given take takes took taken try tried need needs needed think thinks thought reckon reckons reckoned guess guessed mean means meant accept accepts"
    r" accepted refuse refused reject rejected beat beats match matches matched split lower lowered raise raised increase increased reduce reduced drop"
    r" dropped cut bring brought put keep kept stick sticking find have has had hope hoping hoped expect expecting expected"
    # where it lies
    r" at to for with from than by of over under above below about around near nearer nearly almost roughly approx approximately approx\. circa c\. between"
    r" towards within beyond against up_to like as only just not never even still already now then again also or and but so minus less more versus vs vs\. v"
    r" no_way yes ok okay yeah yep nope ta thanks hmm hm well maybe perhaps probably exactly definitely say_about sorry"
    r" best lowest cheapest highest dearest top final revised original another extra further additional full whole remaining other"
)
"""None is a noun that a number after it names."""
AFTER = _any(
    # to be, to do, to seem
    r"is isn't isnt was wasn't wasnt are were be been being 's sounds? sounded seems? seemed looks? looked feels? felt does doesn't doesnt did didn't will won't wont"
    r" would wouldn't wouldnt could couldn't couldnt should shouldn't can can't cant cannot may might must has had covers? covered includes? included"
    r" gets? got went goes works? worked came comes means?"
    # who says so
    r" they they'd they'll he he'd she she'd we we'd we'll i i'd it it's it'll that that's this you you'd"
    # what binds
    r" for from to in_mind in_total in_the_end in_all in_cash in_writing of_that on_top on_this on_that on_it on_the_job on_the_boiler at_most at_the at_best by_the by_them by_him with_the with_them without"
    r" if then than as or(?!_so_) and but so because since until till unless when while though although versus vs v per_job per_the plus minus"
    # how, and when
    r" too very so quite rather really pretty way far much a_bit bit a_lot a_little a_touch well not never no nope yes yeah yep ok okay fine good great right wrong fair"
    r" reasonable steep dear pricey expensive cheap costly ridiculous excessive mad daft crazy ouch hmm hm please pls thanks ta only just still now"
    r" again already either instead max maximum minimum min tops all_told all_in altogether overall exactly roughly approx approximately ish or_thereabouts"
    r" each pa p\.a\. last_(?:time|year|month|week) this_(?:time|year) next_(?:time|year) today yesterday tomorrow back_then before(?!_work) deal done agreed accepted"
    r" rejected refused approved best_price more_than less_than more less extra again here there left(?!_(?:of|hand|side))"
)
"""None is a noun that a number before it counts."""
NAMED = _any(
    r"codes? errors? faults? models? serial ref refs reference number numbers reading readings meter pressure temp temps temperature width height length"
    r" depth diameter size sizes dims thickness pin keypad safe asset tag barcode postcode phone tel telephone mobile extension volts voltage watts wattage"
    r" output flow torque mpan mprn epc sku colour paint channel frequency password keycode works_order order_no policy account certificate cert door_number"
    r" house_number flat_number job_number lumens litres mm cm scale resistance capacity altitude wide tall deep thick dial dialled ring rang ral gap tickets? dup duplicate"
)
"""In the same clause: the number is theirs."""
STREETS = _any(
    r"street st road rd row avenue ave lane ln close drive dr court ct way place terrace gardens gdns grove crescent cres hill park square sq mews walk"
    r" rise green parade quay wharf house lodge villas buildings mansions yard gate view mount"
)
CLEAR_STREETS = _any(
    "street st road rd row avenue ave lane ln drive court terrace gardens grove crescent square"
)
"""Those that are said of nothing else, also in small letters."""
SHORTENED = _any("no nos ext ref refs tel mob ser cert inv est_no fl apt rm st")
"""Before a full stop that ends no sentence."""
OF_YEAR = _any(
    r"in since from of by until till before after during early mid late end_of start_of circa c\. around about built dated year spring summer autumn winter"
    r" jan(?:uary)? feb(?:ruary)? march apr(?:il)? may june? july? aug(?:ust)? sept?(?:ember)? oct(?:ober)? nov(?:ember)? dec(?:ember)? for to and"
)
OF_TIME = _any(
    r"at by before after till til until from between around about past to @ circa approx for and or tomorrow today mon\w* tues?\w* wed\w* thur?s?\w* fri\w* sat\w* sun\w*"
)
DEAL = _any(
    r"do did doing go goes going went came_in comes?_in coming_in deal accept accepts accepted happy ok okay fine agreed? quoted?"
    r" cut reduced? lower(?:ed)? beat match(?:ed)? down_from down_to up_from up_to offer\w* start\w*_at"
)
"""Then it is no time of day: `do it at 1200`."""
