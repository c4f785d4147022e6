"""The words of property maintenance: what is repaired, what is wrong with it, what is done, who does it.

A day counts as the work's only among words that are known (`understood.py`). What may be said of another matter
as well, such as *delivery*, *inspection found*, *moves in* or *hired*, is no word of this list: the day is then asked about.
"""

_THINGS = """
    boiler combi cylinder tank pump thermostat programmer timer radiator rad trv valve flue pilot immersion heater heating heat hot cold water
    h/w hw ch c/h gas oil meter pressure pipe pipework stopcock stop-cock stoptap tap mixer shower bath bathtub basin sink toilet loo wc bog cistern ballcock
    flush bidet overflow waste trap plughole plug drain drainage gully manhole soil stack sewer septic macerator saniflo u-bend washer seal sealant silicone
    grout tile tiling tiles screen cubicle enclosure panel panels tray towel rail mirror cabinet vanity unit
    socket switch light lighting lamp bulb fitting pendant spotlight downlight fluorescent sensor pir dimmer fuse fusebox fuseboard board consumer rcd mcb breaker
    electric electrics electrical electricity power wiring cable circuit spur extractor fan vent ventilation aerial tv bracket dish intercom buzzer
    entryphone doorbell bell alarm smoke detector co2 co carbon monoxide heat cctv camera panel fob keypad emergency lighting lift stairlift hoist
    door doorway doorframe frame hinge handle lock locks latch bolt barrel cylinder yale mortice letterbox spyhole closer threshold knob keeper gate
    window windows pane glass glazing sash sill cill restrictor blind blinds curtain pole shutter velux skylight rooflight conservatory porch canopy
    roof roofing slate slates ridge chimney stack pot flashing gutter guttering gutters downpipe fascia soffit bargeboard loft hatch attic insulation lagging
    ceiling wall walls floor flooring floorboard floorboards board boards joist skirting architrave plaster plasterwork plasterboard artex coving lintel brick brickwork pointing render cladding
    damp dpc mould mold condensation carpet carpets lino vinyl laminate underlay rug stair stairs staircase step steps banister bannister handrail newel spindle
    kitchen worktop cupboard drawer drawers carcass plinth splashback hob oven cooker hood grill fridge freezer fridge-freezer dishwasher dryer tumble washing machine microwave
    appliance appliances white goods wardrobe bed sofa furniture shelf shelves shelving bookcase table chair mattress
    garden lawn grass hedge hedges tree trees bush shrub shrubs weeds ivy patio decking slab slabs path drive driveway paving fence fencing fences post posts trellis shed garage
    greenhouse bin bins binstore rubbish tip clearance skip waste graffiti wasps wasp nest nests bees mice mouse rat rats pest pests vermin ants cockroaches bedbugs fleas pigeons pigeon squirrel squirrels moths
    asbestos legionella eicr epc cp12 lgsr pat fra gas-safety certificate cert certs
    fireplace stove burner flue hearth chimney ac a/c aircon unit heatpump ashp solar panels inverter battery batteries filter filters cartridge element thermocouple pcb igniter
    hive nest worcester bosch vaillant baxi ideal grohe mira yale dulux honeywell velux hotpoint bosch beko neff aqualisa triton
    bulk tub cherry picker hire yd cubic decs ins inventory
    part parts kit remote cover lid cap grate grille casing hose seat rod cord string chain wheel runner runners roller spring gasket membrane felt lead
    scaffold ladder tower
    hole crack cracks gap stain stains patch damage fault problem issue smell odour noise draught drip drips leak leaks flood damp patch
    bathroom ensuite en-suite bedroom bedrooms lounge hall hallway landing dining room rooms cellar basement utility cloakroom study nursery porch balcony
    stairwell lobby foyer corridor entrance communal area areas common reception office yard car park carpark lightwell plant riser bin-store laundry
    front rear side left right top bottom upper lower ground first second third upstairs downstairs outside inside external internal exterior interior main master double single
    ceiling lights fire doors smoke alarms property house flat flats apartment building block site premises place void hmo studio bedsit maisonette bungalow terrace
    locksmiths tool tools paint undercoat emulsion gloss primer varnish stain preservative wallpaper
    exit exits resurface resurfacing enlarge widening wallpaper wallpapering combination padlock padlocks keybox wheelie wheely motor netting drum bird keysafe store redec redecs headboard bunk cot sideboard lampholder holder holders rose isolator gauge closer closers guard guards bracket brackets coat coats topcoat deck veranda pergola gazebo arch beam beams lath purlin batten battens
    roller catch hook hooks magnet clip clips nut nuts thread cistern pan ballvalve ball float nozzle head riser spout diverter plinths cornice dado picture skirtings newels treads nosing nosings bullnose
    asbestos sample samples flea wasp moth silverfish woodlice slugs bat bats nesting spider spiders magpie gull gulls sills lintels pier piers bay airbrick airbricks vents soakaway cesspit interceptor rodding
    ensuites wetroom wet-room hallways landings stairways alley alleyway driveway kerb bollard bollards barrier turnstile shutters awning canopy lobby mailbox postbox letterboxes numbers sign signs signage nameplate
"""
_WRONG = """
    leaking leaky dripping drips running overflowing blocked blocking clogged backing broken bust knackered dead faulty defective damaged cracked cracking split loose wobbly wonky
    stuck jammed jamming sticking seized stiff squeaky squeaking noisy banging rattling humming buzzing whistling gurgling vibrating grinding clunking bleeping beeping chirping chirp bleep tripping sparking flickering
    flashing buzzing smelly smelling smells stinking stinks rotten rotting rotted rusty rusted corroded perished worn frayed torn ripped scratched stained dirty filthy mouldy mold damp wet soaked soggy
    flooded flooding flood frozen freezing cold lukewarm tepid hot overheating warm low high weak poor no not working isn't isnt won't wont doesn't doesnt don't dont can't cant fire firing
    stopped broke died failed went snapped smashed popped banged shorted burnt burned melted leaked flooded dropped seized
    light ignite turn on off open close shut lock flush drain fill heat spin start stop missing bent warped swollen sagging bowed leaning fallen falling down hanging coming away lifting peeling flaking
    bubbling blown misted foggy draughty draft slipped slipping collapsed burst kaput u/s failing faulting intermittent unsafe dangerous hazardous trip slip hazard exposed bare live sharp slow slowly constantly
    constant continuous again still badly very quite really completely fully totally partly slightly bit little lot always keeps keep kept error lockout packed up in out of bang
    trickles trickling trickle clattering clatters clatter knocking knocks clanking clank screeching whining hissing hisses weeping weeps oozing bulging bulges buckled chipped chips dented snapping sheared bowing rubbing rubs catching catches scraping scrapes
    seeping seeps spraying sprays gushing pouring pours bubbling bubbles foaming flickers trips tripped bursts sags sagged creaking creaks rocking rocks wobbling wobbles shaking shakes juddering spluttering sputtering steaming tarnished discoloured yellowed mildewed
    making loud strange funny weird bad pressure dropping drops losing lost loses
    """
_DOING = """
    fix fixing repair repairs repairing mend mending replace replacing replacement renew change changing changes swap swapping service servicing svc serviced check checks checking test testing tests inspect
    look looking assess assessment diagnose investigate investigation trace find sort sorting attend attending attendance visit visiting come coming pop popping go going call calling callout call-out round over there here
    clean cleaning cleans cleaned deep clear clearing cleared clearance unblock unblocking jet jetting rod rodding flush flushing descale drain-down refill top topping bleed bleeding balance balancing drain draining
    paint painting repaint repainting decorate decorating decorating redecorate redecorating redecoration decoration prep prime sand sanding varnish stain wash washing mould-wash treat treating treatment spray spraying
    plaster plastering replaster skim skimming render rendering patch fill filling tile tiling retile regrout regrouting grout grouting reseal resealing seal sealing silicone mastic
    fit fitting refit install installing installation mount hang hanging rehang rehanging put putting up ease easing adjust adjusting realign align tighten tightening secure securing board boarding board-up make making safe
    remove removing removal take taking away rip strip stripping demolish dismantle dispose disposing disposal lift lay laying relay build building rebuild construct cut cutting trim trimming mow mowing strim prune pruning sweep sweeping
    wire wiring rewire rewiring reconnect connect connecting disconnect plumb plumbing isolate isolating cap capping lag lagging insulate insulating point repoint repointing
    reset resetting reprogram program rekey cut copy gain force entry change get getting have having do doing done finish finishing complete completing completed begin start starting carry work works job jobs task remedial remedials
    quote price estimate measure measuring measure-up survey surveying photograph book booked booking booked-in rebook rebooked schedule scheduled scheduling arrange arranged arranging fixed send sending raise need needs needed needing
    require required requires want wants wanted must should can could would will might able possible please help sort sorted make-good good patch-up tidy tidying make refurb refurbish refurbishment refit upgrade
    reattend re-attend return revisit follow-up followup snag snags snagging investigate dry drying dehumidifier dehumidify proof proofing poison bait trap traps fumigate fogging
    chase sort-out serv svcs servicing retest re-test redo resolve resolved rectify re-do redone hoover hoovering deodorise dig digging drill drilling glue screw nail pin refix re-fix pack bag
    rehung empty instruct organise organize ensure assist assign allocate authorise approval bring carry
    shampoo shampooing reseat lubricate grease re-glue reglue repressurise repressurize bleach scrub scrubbing disinfect sanitise sanitize sampling steam-clean degrease polish polishing buff wax waxing drop reattach re-attach resecure re-secure rehouse reroute re-route relocate widen shorten shave plane planing reseal
    unjam unstick free-up decommission recommission commission commissioning purge purging vacuum vacuuming prep-work prepare preparing mask masking caulk caulking infill underpin rake raking dress dressing repot stake edging edge weed weeding blow-out
    pat-test descaling reinstate supply supplies install like-for-like
"""
_PARTICIPLES = """
    changed repaired replaced serviced painted decorated repainted redecorated fitted installed mended unblocked mowed trimmed checked tested inspected measured removed
    looked treated sprayed resealed plastered tiled rewired secured boarded swept washed emptied jetted laid supplied bought ordered organised approved
"""
_TRADES = """
    plumber plumbers electrician sparky sparks engineer roofer builder builders gardener cleaner cleaners decorator decorators painter handyman handyperson locksmith glazier plasterer joiner carpenter chippy tiler
    surveyor rentokil otis kone dyno dynorod stannah heating-engineer gasman sparkies chimney-sweep landscaper groundsman arborist drainage-engineer upholsterer
    fitter fencer bricky bricklayer sweep surveyor contractor contractors trade tradesman man guy guys lads lad team someone somebody anyone anybody one person technician
"""
_WHO = """
    i we you u us me he she they him her them it your my our their his its who
"""
_SMALL = """
    a an the this that these those some any all both each other another same and & + or at in on for to of with w from by via as if possible per about re ref regarding around near next into onto over under behind beside
    above below between up down out off through thru across along is are be it's its it'll he'll they'll we'll i'll she'll there's please pls plz plse asap urgent urgently emergency priority normal routine low high medium today
    just only also too now so hi hello hiya hey morning afternoon evening good dear all team thanks thank you ta cheers thx ok okay fine yes yep mate um er uh ah
    new old small large big short long full half quarter whole extra spare quick big few couple several more most another pair set sets x no nr qty approx two three four five six seven eight nine ten eleven twelve one
    hour hours hr hrs min mins minute minutes ish am pm time times job slot appointment appt first last thing early late lunch lunchtime noon midday morning afternoon evening night tonight earliest latest
    white black grey brown blue green red cream magnolia silver brass chrome wooden wood timber plastic upvc pvc metal steel iron glass concrete stone rubber led
    m mm cm metre metres meter ft inch inches sqm litre litres kg amp amps watt w gang phase bar way
    budget max limit cost price quid pounds vat inc incl including plus ex excl total cap labour materials
    home sharpish quick quickly soon soonest sooner immediately straight urgent-ish cheers regards team sir madam hopefully ideally definitely also where-ever everything anything something nothing thing things everywhere somewhere
    old very too quite almost nearly really own such only even least first second third next-door nextdoor neighbouring middle corner edge end whole entire half part
 bathrm bthrm bath-rm kit kitch bdrm bedrm lnge lge rm grdn fr frt bk w/m wm d/w f/f t/d rads mtr extr fan cpbd cbd tarp tarpaulin hand touch-up touch-ups ups touch
    comms woodworm woodwork reglaze re-glaze glaze line lines van vans removals rodent rodents fouling dog cat pet lawnmower reclean repaint revarnish refelt repoint retile n sometime some-time connection connections finished finish recall foc lets fitters
    says said reckons cash upfront pref preferred preferably try tries aft final weekday best also again earliest o'clock
    which where what how when whats thru tho fyi btw nb aswell sorry reg regs esp incl. onsite on-site allow follow
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


THINGS = _words(_THINGS)
WORK = THINGS | _words(_PARTICIPLES) | _words(_WRONG) | _words(_DOING)
PARTICIPLES = _words(_PARTICIPLES)
TRADES = _words(_TRADES)
KNOWN = WORK | PARTICIPLES | TRADES | _words(_WHO) | _words(_SMALL)
AFTER_A_THING = _words("inspection insp survey valuation control delivery-and-fit")
BEFORE_A_THING = _words("back smart garage shop")
