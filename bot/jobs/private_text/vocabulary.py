"""Words around codes: what has a code, what stands between it and its number, and what is no code."""

from bot import late_re as re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CODE_WORDS = _words(
    "code codes pin pins passcode passcodes password passwords pw combination combinations combo combos"
    " passphrase passphrases passwd pwd passkey keyword"
    " keycode keycodes pincode pincodes doorcode gatecode alarmcode safecode entrycode"
)
"""A number after one of these is a code whatever it looks like."""
SAFES = _words(
    "keysafe keysafes digilock digilocks lockbox lockboxes keybox keyboxes keypad keypads k/safe k/s ks k.s ksc digi digis locksafe locksafes keyguard keyguards"
)
ALARMS = _words(
    "disarm disarms unset button bell alarm alarms padlock padlocks entry entryphone entrance intercom intercoms buzzer access security"
    " concierge fob barrier shutter shutters tradesmans tradesman's tradesmen's"
)
DOORS = _words(
    "garage shed locker portal store door doors gate gates lock locks lobby vestibule communal"
    " supra schlage codelocks codelock unican"
)
"""They have numbers of their own (`door 2`, `gate 101`): only four digits are a code."""
LOCK_MAKERS = _words("supra schlage codelocks codelock unican")
LEAD = _words("lead leadwork flashing flashings")
TWO_WORDS = frozenset(
    [
        *(("key", each) for each in ("guard", "safe", "safes", "box", "boxes", "pad", "pads", "code", "codes")),
        *(("lock", each) for each in ("box", "boxes", "safe")),
        *((each, "lock") for each in ("pad", "digi")),
        *(("pass", each) for each in ("code", "word")),
        ("k", "safe"),
        ("safe", "no"),
        *((each, "word") for each in ("alarm", "code", "safe", "security", "answer", "key", "duress")),
        *(("pass", each) for each in (":", "=", "phrase")),
        *((net, each) for net in ("wifi", "wi-fi", "router", "network") for each in ("key", "pass")),
        ("number", "pad"),
        *(("key", each) for each in ("saf", "sfe", "saef", "safr")),
        *(("pin", each) for each in ("code", "number", "no")),
        *(("entry", each) for each in ("phone", "system")),
    ]
)  # fmt: skip
VERBS = _words("punch tap key type put enter input press dial dials hit")
ALSO_THINGS = _words("tap key type press dial hit")
"""`Tap 166` is a tap, `key 117` hangs on a board: three figures after them are no code for sure."""
NOT_A_SAFE = _words(
    "gas make made makes making is are not be left now keep kept it stay stays perfectly quite and fire"
)
"""`Gas Safe 123456` is a register, `made safe` is work; a `safe` otherwise has a code."""
HALVES = _words("word key phrase")
"""They name a password only behind what it is of: `alarm word`, `wifi key`."""
PASSWORDS = (
    CODE_WORDS
    & _words("password passwords passcode pw pwd passwd passphrase passphrases passkey keyword")
    | HALVES
)
SLIPS = _words("keysafe lockbox keypad password passcode padlock combination")
"""A slip of the finger in one of these is forgiven."""
NO_SLIPS = _words("paddock paddocks passwords lockboxes keypads padlocks combinations keysafes")
SHORT_SLIPS = _words(
    "code codes combo alarm entry keysafe keypad lockbox padlock password passcode"
)
"""A slip in one of these is forgiven right before what can only be a code."""
NEAR_WORDS = _words(
    "mode node rode lode bode core cope cove cole coke cone coed cote cole code cede ode come cord cods modes nodes cores comes cones coves copes cokes"
    " coda coded coder comb combi combs combos condo compo gently empty envy retry sentry entity"
    " alarms alarmed padlocks"
)
"""Words of their own that are one letter away from such a label; `cod` is forgiven, since nobody counts fish by the thousand."""
NETWORKS = _words("wifi wi-fi wi router network broadband internet hotspot guest")
NO_PASSWORD = re.compile(
    r"(?:flats?|units?|rooms?|zones?|floors?|blocks?|blk|plots?|types?|parts?|phases?|class|grade|model|mark|version|shops?|bays?|apt|beds?"
    r"|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|week|day|year|item|code|error|fault|page|area|level|stage|house|doors?|gates?|keys?|no"
    r"|fd|ral|din|iso|bs|en|pas|cat|ip|wo|po|inv|job|ref|quote|invoice)\d+",
    re.IGNORECASE,
)
"""A word with a number that is no password: `Flat2`, `Zone3`, `June26`, `FD30`."""
NO_BURGLAR = _words("smoke fire heat co carbon monoxide co2")
"""`smoke alarm 2019` has no code."""
LEADING = _words(
    "the a new old current my her his their our front back rear side main communal garage bin store outer"
    " inner burglar house intruder garden door gate lift building block car park plant meter lobby office"
    " reception alarm entry entrance intercom buzzer access security padlock key safe concierge shed porch"
    " landlord landlord's tenant's tenants barrier fob hall temp temporary spare master flat property"
    " cupboard meter gym pool loft wifi wi-fi router network broadband cellar basement cleaner's cleaners service internal external 4-digit 6-digit"
)
"""Words before a code word that go with it: `main gate code`."""
LINKS = _words(
    "£ @ not unchanged still stays remains one ones use try currently just with round around nr comb ends end is are = : - # ( [ ) ] no no. nos number numbers num the a an of for to on at in by near beside behind"
    " under inside outside next set now new old was changed reset has have been updated its it's it and &"
    " + then or / { and/or also code codes pin combination combo password passcode key safe box pad keypad"
    " keysafe lock padlock door doors gate gates front back rear side main communal outer inner left right"
    " hand wall porch hall hallway hallways panel entry entrance lobby garage shed bin bins store meter"
    " cupboard garden office house block building alarm burglar top bottom upstairs downstairs second first"
    " other off unset into get in open opens unlock unlocks enter entering via through post box fence"
    " stairs stairwell corner reception intercom buzzer access barrier car park path drive used use using"
    " located location reads as will be should still currently temp temporary same both which press"
    " please step steps gas electric window bike flat property communal pressing starts begins w 1st 2nd 3rd"
)
"""Words that may stand between a trigger and its code, and between two codes."""
JOINS = _words("and & + then or / , also now")
PLACES = _words(
    "gate gates door doors porch wall meter bin bins garage side shed entrance block building lobby box"
    " fence keypad hall office house stairs garden window post cupboard store safe alarm back front rear"
    " left right steps path in reception padlock lock barrier pad property"
)
PREPOSITIONS = _words(
    "for to by on near beside behind in at next under inside outside opposite above below left right"
)
NUMBERED = _words(
    "flat flats unit apt apartment room rooms plot studio suite house no no. number block floor level"
    " stage phase bed shop office bay"
)
"""A short number after one of these is an address, and a code may come after it."""
COUNTED = _words(
    "flat flats unit apt apartment room plot studio suite job jobs ref reference quote quotes quotation"
    " invoice inv order orders wo po ticket case model serial part error fault post dial dialling zone"
    " year size tel phone mobile mob ring call text account acc acct policy claim warranty mprn crn meter since until model ral page"
    " version bus type class item sku stock batch poll mpan mprn uprn council tax"
)
"""A number right after one of these is that thing's own."""
NOT_A_CODE = _words(
    "last first valid wrong incorrect unknown lost needed required forgotten broken not faulty stuck expired with held on"
    " in at the as same being to unavailable available missing dead failing failed sticky worn reset"
    " changed correct working jammed invalid different old new now still no been it a an for and or"
    " down off out slow weak fine ok patchy intermittent extender reader readers panel pad box entry lock locks system request requests update change changes please"
    " only via from by left inside outside behind under"
)
"""What may stand after `code is` or `password` without being one."""
SPOKEN = _words(
    "twenty thirty forty fourty fivety ninty fifty sixty seventy eighty ninety hundred zero oh nought naught one two three four five six seven eight nine double treble triple hash star"
    " ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen dash hyphen"
)
MAKES = _words(
    "dulux crown johnstone's johnstones leyland farrow ball ball's valspar ronseal cuprinol sadolin sikkens tikkurila zinsser"
    " vaillant worcester bosch baxi ideal potterton glow-worm glowworm viessmann ariston ferroli vokera intergas ravenheat biasi"
    " keston saniflo triton aqualisa grohe hansgrohe bristan drayton danfoss grundfos wilo hotpoint indesit beko candy hoover neff"
    " zanussi aeg smeg belling aico wago hager wylex"
)
"""Makers of paint, boilers and the like: their codes are colours, models and faults. None makes locks."""
OTHER_CODES = (
    _words(
        "error fault post postal product part colour color bar dress area sort trade job zip dial dialling"
        " dialing discount promo model order cost boiler stock paint ral serial tax country fuse qr source"
        " building-regs wiring std defect priority status eicr cotter split hinge voucher coupon tracking"
        " nominal ledger gl account item sku tile fabric carpet wallpaper emulsion gloss stain varnish grout mastic shade tint batch ean"
        " upc warning flash flashing display lot catalogue parts licence license registration warranty recall product's ncs pantone bs"
        " sor schedule nhf toolstation screwfix wickes howdens selco jewson plumbase"
    )
    | MAKES
)
"""`error code` and the like open nothing."""
PINS = _words("pin pins")
HAVE_PRONGS = _words(
    "plug plugs socket sockets connector connectors adapter adapters adaptor adaptors lamp lamps lead leads tumbler hinge hinges header punch"
)
"""`3 pin plug 4417`: a pin right before one of these is metal."""
PIN_LINKS = _words("is : = - # code number no no. to ( now")
HAVE_PINS = _words("boiler account") | MAKES - _words("wago hager wylex")
"""A PIN of one of these is a code (`boiler PIN 4417`); `split pin`, `hinge pin` are parts."""
FAULT_TALK = re.compile(
    r"\b(?:boiler|combi|error|fault|display\w*|show\w*|flash\w*|heating|reads?|eicr|observations?|report|vaillant|worcester"
    r"|baxi|ideal logic|potterton|glow-?worm|viessmann|ariston|washing machine|dishwasher|dryer|oven|fridge|freezer)\b",
    re.IGNORECASE,
)
COUNTED_AFTER = _words(
    "meter meters min mins point points times people tenants flats units keys fobs doors gates taps"
    " radiators panels"
)
UNIT_AFTER = _words(
    "g kg mm cm m metre metres meter meters kw watt watts w v volt volts amp amps bar litre litres l ltr degrees"
    " deg inch inches ft foot feet x by pounds quid gbp hour hours hrs hr min mins minute minutes day days"
    " wide high long deep thick tall week weeks month months year years am pm sqm sqft psi tonne tonnes ton percent % points point"
    " january jan february feb march april apr june jun july jul august aug september sept sep october oct"
    " november nov december dec times people tenants flats units keys fobs doors gates taps radiators panels"
    " supplied fitted each ea"
)
UNIT = re.compile(
    r"\d[\d.,]*(?:st|nd|rd|th|mm|cm|kw|amps?|ltrs?|kg|ft|am|pm|hrs?|mins?|yrs?|beds?|sqm|deg|inch|x\d.*"
    r"|%|mtr?s?|volts?|watts?|bar|psi|pcm|pw|k)|\d{1,3}[amlxpc]|\d[\d.]*[vwk]|\d+\.\d+[amlpcx]|24/7|24-7",
    re.IGNORECASE,
)
OWN_NUMBER = re.compile(
    r"(?:job|wo|po|inv|qu?|qt|quote|ref|tkt|ticket|case|order|invoice|s|e|bs|ei|en|iso|din|pas|fd)[-#/]?\d[\w/-]*",
    re.IGNORECASE,
)
"""Numbers of jobs, quotes, orders: `JOB-061`, `Q1234`."""
PRODUCT = re.compile(
    r"\bC500\b|\b\d{2}[A-Z]{2} ?\d{2}/\d{3}\b|\bRAL ?\d{4}\b(?:[^;.\n\d]{0,40}?\b(?:not|or|and|then|instead of|to) [1-9]0[0-4]\d\b)?|\bBS ?\d{2}[ -]?[A-Z][ -]?\d{2}\b|\b(?:NCS (?:S )?|S )\d{4}-[YRBGN]\d{0,2}[YRBG]?\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
    re.IGNORECASE,
)
"""A key safe's model, a paint's colour (`30YY 78/035`, `RAL 7016`) or a postcode: never a code, whatever stands before it."""
GATES_OF_STREETS = _words("road rd street lane ln avenue ave terrace")
"""`Lock Road` opens nothing."""
STREET = (
    r"(?:road|rd|street|st|avenue|ave|lane|ln|drive|dr|close|cl|court|ct|crescent|cres|place|pl|square|sq"
    r"|terrace|ter|gardens|gdns|grove|gr|row|way|hill|park|mews|walk|green|view|rise|parade|house|lodge"
    r"|villas?|cottages?|mansions?|buildings|wharf|quay|fold|croft|mount|drove|broadway|embankment)"
)
ADDRESS = re.compile(
    rf"(?<![\w£-])\d{{1,4}}[a-z]?(?: ?[-/&] ?\d{{1,3}}[a-z]?)?,?"
    rf"(?: the)?(?: (?!is\b|to\b|for\b|on\b|in\b|by\b|and\b|then\b)[a-z'.]+){{1,3}}? {STREET}\b\.?"
    r"|(?<![\w£-])\d{1,3}[a-z]? the [a-z']{3,}\b",
    re.IGNORECASE,
)
"""A house number and its street, whether or not it is in a list."""
_SIDE = r"(?:left|right|front|rear|back|side|top|bottom|height|width|depth|length|high|wide|deep)(?: (?:side|hand))?"
_ROUND = r"\s?[:=]? ?[1-9]\d?[05]0(?!\w)"
SIZES = re.compile(rf"\b{_SIDE}{_ROUND}(?:[ ,/&x]{{1,3}}(?:and )?{_SIDE}{_ROUND})+", re.IGNORECASE)
"""`left 1200 right 1250`: round figures on both sides of a gate are sizes."""
