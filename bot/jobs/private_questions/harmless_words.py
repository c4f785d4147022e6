"""Words around numbers that open nothing, each a part of a pattern in `harmless`."""

from bot.jobs.word_patterns import any_of

OPENERS = any_of(
    "main front back rear side gate gates door doors entry entrance communal lobby garage shed keypad keysafe key keys safe lock padlock"
    " lockbox code codes pin alarm intercom buzzer trades barrier shutter bin bins bike bikes then otherwise and star hash enter press use"
)
"""What may be opened, or leads to a code: no street's name, no model."""
NO_STREETS = any_of(
    "is to for on in by and then at of the with via from off near nr behind beside under past round around up down through across inside outside not no"
    " or but if when opens open gets get works work lets let gives takes says said sets unlocks car coach summer my our your her his it its it's left right"
    " top bottom use used using both still also again just only please pls thanks thank cheers regards kind best sorry they this that there tenant tenants"
    " push press wait will ring call"
)
"""None of these is a part of a street's name, or begins one."""
ROADS = any_of("road rd street st avenue ave lane ln terrace crescent cres grove gardens gdns mews")
ROOMS = any_of(
    "flat unit apartment apt room rm plot studio suite block floor level bay shop office bedsit bedroom house property annexe cottage chalet caravan"
    " locker_no parking_bay parking_space space seat table zone circuit way ward"
)
HIGH_ROOMS = any_of("flat unit apartment apt room rm suite plot")
"""Their numbers may begin with a floor of two figures: `flat 1204`."""
NO_LISTS = any_of("wheels dials locks its pass digits numbers keys codes buttons always opens gets")
"""Words in -s before figures that count nothing."""
MONEY = any_of(
    "nte not_to_exceed budget budgets cost costs costing price priced fee fees total totals spent spend pays paid payment owe owes owed owing"
    " quoted quotes_for estimate estimates estimated rent rents deposit deposits excess arrears refund refunded discount labour"
    " materials invoiced call_out callout call-out no_more_than bid tender po_value retainer salary invoice_total inc_vat exc_vat plus_vat"
)
MONEY_AMONG_OTHERS = any_of(
    "pay approve approved authorise authorised agreed agree ok'd rate limit charge charges charged allow allowance bill bills value amount float"
    " cheapest cheaper dearest dearer lowest highest parts up_to upto worth sum cap capped balance income"
)
"""They are said of other things too."""
ROUNDED = any_of(
    "more_than less_than under over around about max maximum min minimum circa approx nearly roughly some below above"
)
"""Before a round number it is an amount, or so many of a thing."""
MONEY_LINKS = any_of(
    "of is was are at for to up about approx approx. around circa only just him her us them me it max be by from in with a the and minus raised now deposit"
    " fee limit budget cost costs invoice paid currently still held max. maximum per"
)
UNITS = any_of(
    "mm cm mtr mtrs metres meters km kg kgs grams ltr ltrs litre litres liter liters ml kw kwh kva mw watt watts volt volts vac vdc amp amps hz khz mhz ghz"
    " btu btus btu/h lm lumen lumens lux kelvin rpm psi mbar kpa ohm ohms mohm mohms meg gb mb tb mbps gsm gauge swg grit micron microns"
    " sqm sqft m2 m3 c/c centres centers ctrs percent per_cent ppm lpm l/m mph mah hours minutes seconds weeks months years"
)
UNITS_OF_FEW = any_of(
    "metre meter ft foot feet inch inches ins yd yds yard yards mile miles tonne tonnes ton tons lb lbs gal gallon gallons ma ah bar deg degs degree degrees oc"
    " mins minute sec secs hr hrs hour day days wk wks week month mth mths yr yrs year ply dpc spin"
)
"""Nobody has 4,417 of them."""
UNIT_WORDS = any_of(
    "points pts min storey storeys bed beds bedroom bedrooms pin pins way gang lever stage phase pole core channel speed seater person people adults"
    " kids children tenants flats no_off sets set times sq cu"
)
SIZED_THINGS = any_of(
    "base wall drawer corner tall larder sink hob oven unit cooker hood fridge freezer dishwasher radiator rad door leaf frame worktop cupboard shelf"
    " carcass cabinet vanity basin bath shower tray screen panel pane window sash lintel cill sill fascia soffit gutter pipe duct flue post fence gate board"
    " extractor fan tile slab towel_rail rail convector column handle step tread mirror end_panel plinth centres gauge polythene membrane long wide high deep"
)
SIZED_FIRST = any_of(
    "bath tray drain manhole gutter downpipe pipe duct waste soil chamber flue post lintel worktop shelf fascia skirting plinth fence trunking"
)
DOOR_SIZES = "610|686|711|726|762|813|826|838|864|914|926|1981|2032|2040|2134|2135"
WAYS = any_of(
    "wide high long deep tall thick from_floor off_floor from_the_floor off_the_floor above_floor diameter dia width height length depth"
)
WAYS_OF_ROUND = any_of("drop square sq across apart clearance centres short gap od id overall")
"""`400 across`, but `4417 across the yard`."""
DIMENSIONS = any_of(
    "width height length depth diameter size sizes dims dimensions centres centers working_load thickness radius resistance capacity wattage lumens"
)
READ_OFF = any_of(
    "load pressure temp temperature gauge grit rating drop span gap recess voltage freq frequency current humidity speed clearance headroom output flow return setpoint set_point thermostat stat reads_approx"
)
PAIRS = any_of(
    "flue euro cylinder cyl thumbturn thumb_turn barrel glass glazed pump upm3 ups ups2 ups3 argon spacer"
)
ROUND_PAIRS = any_of("lock unit pressure valve dhw spring")
TIME_LEADS = any_of(
    "at from till til until by after before b4 aft bef timer come comes coming visits between betw. betw around since approx about arrive arrives arriving arrived eta booked slot appt appointment due onsite leaving departed in_by"
    " on_site attended called rang visit finish finished start started starts here home in_at out_at collect today tomorrow tomoz tmrw tonight"
    " monday tuesday wednesday thursday friday saturday sunday mon tue tues weds wed thu thur thurs fri sat sun morning afternoon"
)
DAYS = any_of(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues weds wed thu thur thurs fri sat sun today tomorrow tomoz tmrw tonight"
    " mondays tuesdays wednesdays thursdays fridays"
)
MONTHS = any_of(
    "january jan february feb march mar april apr may june jun july jul august aug september sept sep october oct november nov december dec"
)
BEFORE_YEARS = (
    MONTHS
    + "|"
    + any_of(
        "next since from circa c build built dated date fitted installed of year until till til expires expire expired expiry exp due runs_out ran_out run_out lapses lapsed valid summer spring autumn winter"
        " last early late mid end start done cert certificate certs report eicr epc lgsr cp12 gsc pat christmas xmas tax_year before by during approx pre post"
        " same_as model version edition serviced service tested test inspected inspection survey surveyed renewed replaced refurbished rewired decorated purchased bought"
        " edwardian victorian january-december regs regulations act standard q1 q2 q3 q4 the a march onwards back_in made manufactured windows boiler fensa"
        " copyright © (c) manual since_about around about schedule inventory asbestos register plan budget year_end y/e"
    )
)
AFTER_YEARS = any_of(
    "install installed installation build built boiler model house property conversion extension rewire edition regs regulations onwards act cert certificate"
    " report survey check checks service inspection refurb refurbishment fit kitchen bathroom roof windows carpet carpets wiring board consumer_unit combi"
    " vaillant worcester ideal baxi tenancy eicr epc decoration inventory and_older or_older or_later or_so"
)
JOB_NUMBERS = any_of(
    "job wo po p.o. w.o. po_box order works_order purchase_order order_number quote quotes quotation inv invoice ticket tkt sor"
)
"""What is done with a door is said after them."""
DONE_TO_JOBS = any_of(
    "assign reassign push move close reopen set cancel escalate chase update complete merge bump hand"
)
"""`reassign 3141 to Priya`: before the number of a job, at the beginning of a line."""
OWN_NUMBERS = any_of(
    "ref reference est estimate_no claim policy account acc acct"
    " serial s/n s/no sn scheme nominal gl ledger model mod part sku mprn mpan uprn usrn uin urn reg registration registered licence license cert certificate permit"
    " contract england england_and_wales england_&_wales wales scotland gas_safe_engineer gas_safe_no dps tds mydeposits gas_safe gassafe niceic napit fensa oftec trustmark hmo epc gc upc ean barcode vat company crn charity"
    " reading import_reading asset certificate_no complaint enquiry incident title_no deed number_plate van_reg vin isbn consignment dpd royal_mail"
    " catalogue code_of_practice cost_centre budget_code tenancy_id tenant_id landlord_id property_id lot_no fob_serial no_plate council_tax band_[a-h]"
    " ico ukas bafe sia dbs prn postcode part_code product_code colour_code fault_code error_code bus stock smoke_alarm heat_alarm co_alarm detector screwfix toolstation wickes b&q ikea howdens plumbase"
)
OWN_NUMBERS_READ = any_of(
    "reading readings ref refs reference serial serial_number account_number mprn mpan uprn crn"
)
"""`reading was 04417`; `order is 4417` is asked about."""
OWN_NUMBERS_OF_THINGS = any_of(
    "item batch product page pg chapter form section clause regulation article figure fig photo meter mtr elec electric electricity gas water"
    " device loop camera sensor head tag key_tag lot nhf membership member customer client supplier report planning application plate tracking parcel"
    " delivery train platform route channel cat schedule tenancy version rev revision firmware stage insurance warranty guarantee"
    " lead class grade spec drawing dwg sheet shade"
)
"""Things that have other words behind them as well: `water 4417` may open a cupboard."""
OWN_NUMBERS_AFTER = any_of(
    "job_number order_number invoice_number po_number serial_number reference_number policy_number quote_number meter_reading account_number"
)
CODES_OF_DOORS = frozenset(
    ["trade", "bar", "building", "area", "boiler", "dress", "priority", "status"]
)
"""`trade code`: of these words for codes that open nothing, those that are doors too."""
PREFIXES = any_of("job wo po inv ref tkt req task est crm")
"""What numbers of jobs and orders begin with."""
NO_PREFIXES = any_of("ks kp pw ksc no in up left right box top wifi bottom push unit")
FAULTS = any_of("error errors fault faults err lockout")
SHOWS = any_of(
    "show shows showing shown display displays displaying flashing flashes flash comes_up_with throwing"
)
SAYS = any_of("saying says reads reading code codes giving")
"""People say things too."""
SHOWS_LINKS = any_of(
    "code codes error errors fault faults no no. number a an the on of message for up with is was still now type"
)
DEVICES = any_of(
    "boiler combi vaillant worcester baxi ideal potterton glow-worm viessmann ariston heating washing_machine washer dishwasher dryer tumble oven fridge freezer"
    " hob cooker thermostat nest hive alarm panel lift inverter pump heat_pump cylinder immersion extractor detector router hub meter smart_meter error fault"
)
MAKERS = any_of(
    "dulux johnstone's leyland farrow valspar ronseal cuprinol sadolin sikkens zinsser vaillant ecotec worcester greenstar bosch baxi ideal logic potterton"
    " glow-worm glowworm viessmann vitodens ariston ferroli vokera intergas ravenheat biasi keston atag remeha heatrae main_eco"
    " saniflo triton mira aqualisa grohe hansgrohe bristan drayton danfoss grundfos wilo lowara salus hotpoint indesit beko hoover neff zanussi aeg"
    " smeg belling stoves rangemaster siemens samsung lg miele whirlpool electrolux logik russell_hobbs lec blomberg haier fridgemaster cda"
    " aico wago hager wylex mk schneider contactum fusebox honeywell tado horstmann myson stelrad dimplex creda vent-axia ventaxia manrose"
    " envirovent nuaire xpelair greenwood dyson numatic karcher stihl fischer rawlplug geberit ideal_standard armitage roca duravit hep2o polypipe osma"
    " velux keylite rationel anglian safestyle firerite kingspan celotex rockwool knauf gyproc british_gypsum tarmac bal mapei ardex sika"
    " megaflo telford gledhill oso kidde fireangel hochiki morley otis schindler stannah thyssen vauxhall iphone ipad samsung_galaxy"
)
"""Makers of what is repaired; none makes locks."""
PLAIN_MAKERS = any_of(
    "crown alpha candy bush kenwood nest hive henry marley everest albion apollo fike advanced gent protec kone ford transit mercedes windows honda toyota"
)
"""Makers that are names of people and houses too, or other words: their models have letters."""
RANGES = any_of(
    "model range plus pro max combi system heat type series mk mark ref micra style compact exclusive life vogue logic"
)
APPLIANCES = any_of(
    "pump oven cooker fridge freezer washing_machine washer dishwasher dryer boiler hob shower thermostat stat extractor radiator tv hood microwave toaster kettle"
    " valve pcb diaphragm fan lamp bulb tube starter ballast sensor heater motor battery programmer timer receiver printer router"
)
NO_MODEL = (
    OPENERS
    + "|"
    + any_of("in at by for to on with is then and or from it its use was now code via")
)
"""Between a make and the name of its model none of these stands."""
ENTRY_MAKERS = any_of(
    "videx fermax comelit paxton urmet bpt aiphone texecom pyronix risco galaxy scantronic menvier visonic ajax yale chubb union briton dorma geze faac"
    " bft hormann codelock codelocks"
)
"""Makers of doors, alarms and intercoms: only their round numbers are models."""
MODELS_OF = any_of(
    "handset cylinder nightlatch latch deadlock sashlock lockcase receiver camera monitor psu"
)
MODELS_OF_PARTS = any_of("panel handle barrel padlock motor remote")
"""They have codes, or what has one."""
STANDARDS = any_of(
    "bs iso iec din pas astm bs_en iet hsg htm cdm rrfso approved_document adb jis ansi hd lgd guidance_note bre ncm"
)
PARTS_OF_STANDARDS = any_of("part reg en ad gn guidance regulation")
NO_THINGS = any_of(
    "thanks opens gets works always access accesses has was does this pls yes plus press unless sometimes upstairs downstairs trades lets releases unlocks"
    " starts disarms sets resets turns says stops tries uses goes takes needs buzzes is as us its across towards afterwards kindness regards cheers bless"
    " locks unsets arms allows gives changes"
)
"""Words in -s behind a code that count nothing."""
NO_COUNTS = any_of(
    "for by at on to via in from near under behind until till after before with is it and or of through inside outside into then"
)
"""Between a number and what there are so many of, none of these stands."""
MANY = any_of(
    "brick tile slab slate litre screw fixing leaflet mile yard metre paver roof_tile ridge_tile"
)
"""Thousands of these are counted."""
PAINTED = any_of(
    "paint paints painted painting wall walls woodwork ceiling ceilings colour colours magnolia white cream gloss emulsion satin satinwood eggshell undercoat coats"
)
BUILDING = any_of(
    "roofed wired plumbed decorated pointed glazed rendered plastered tiled carpeted converted extended furbished modernised insulated boarded built"
    " constructed erected painted lined"
)
"""What is done to a house in a year: `re-roofed 1978`."""
ROADS_ARE = any_of(
    "jammed closed shut blocked slow solid flooded gridlocked chocka roadworks traffic at_a_standstill"
)
