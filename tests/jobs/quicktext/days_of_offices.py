"""Lines with days as an office types them. After `|` what is right: `s` the start, `e` the end, as month and day; nothing
where the day is of another matter, or nobody can tell.
"""

DAYS_OF_OFFICES = """
boiler svc 12 elm row the first of december | s=1201
repaint hall 14 elm row starting twenty third june | s=0623
gutter clear rose cottage christmas eve | s=1224
patch plaster 3 oak lane a week on tuesday | s=0623
new lock 12 elm row tues 16th june | s=0616
decorate rose cottage 3rd week of july |
hob swap 14 elm row fri if parts in |
Mrs Lee at 3 oak lane says shower only trickles, she can do mon am | s=0615
extractor fan 12 elm row clattering, zed to look fri pm | s=0612
banister spindles missing 14 elm row bob weds 17th | s=0617
carpet shampoo 9 quay street mon | s=0615
tenant at 14 elm row back from spain mon, wants oven door fixed |
wifi engineer at 12 elm row fri so dont book plumber then |
gas cert 3 oak lane runs out 30 june |
ace gas to do cp12 3 oak lane by 30 june | e=0630
rose cottage lawn fri, hedge the week after | s=0612
leak thru kitchen ceiling 14 elm row, started sunday |
12 elm row bath swap, old one out thurs new one in fri | s=0611 e=0612
grout bathroom 3 oak lane 22nd-24th june | s=0622 e=0624
check smoke alarms 9 quay street this side of the weekend | e=0612
move in 26 june 14 elm row, full clean thurs 25th | s=0625
cooker hood 12 elm row arrives tues, fit weds | s=0617
flea treatment 3 oak lane fri 10am tenant & cat out | s=0612
meter reader coming mon 9 quay street, cupboard wont open, fix before |
stair carpet loose 14 elm row trip hazard today pls | s=0610
velux rose cottage leaking when it rains, roofer thurs | s=0611
bedroom radiator 12 elm row lukewarm, book bob for the twelfth | s=0612
bathroom ceiling paint peeling 3 oak lane, second of july | s=0702
replace cistern 14 elm row 15/06 | s=0615
back door swollen 12 elm row joiner tmrw | s=0611
ll funeral on friday so no calls, fix gate rose cottage |
landlord's birthday bbq sat 20th - patio jet wash rose cottage by fri 19th | e=0619
exam week at school next door 15-19 june, no drilling 9 quay street |
tree down rose cottage blocking drive, chainsaw man tomorrow first thing | s=0611
eicr 14 elm row booked zed 1 july | s=0701
EICR 14 elm row lapsed 1 june |
12 elm row bathroom fan isolator broken 18th june any time | s=0618
dehumidifier drop off 3 oak lane fri collect mon | s=0612 e=0615
asbestos sample 9 quay street mon wk | s=0622
void 14 elm row keys back fri, locks mon | s=0615
kitchen units 3 oak lane delivered 24 june fit from 25th | s=0625
chase bob for fence rose cottage, promised last fri |
snagging at 9 quay street tues 16 w/ developer | s=0616
tiles 12 elm row thursday week | s=0618
tiles 12 elm row a fortnight today | s=0624
tiles 12 elm row three weeks on mon | s=0706
tiles 12 elm row end of next week | s=0619
tiles 12 elm row first week of july |
boxing day emergency cover 9 quay street | s=1226
leak 14 elm row reported 9/6, ace plumbing attending 11/6 | s=0611
shower tray crack 3 oak lane bob measured up mon, fitting tues 23rd | s=0623
sofa & mattress left at 14 elm row, man & van fri | s=0612
gym next door drilling thurs, 9 quay street ceiling dust |
heating off 12 elm row all week, ace gas can't do b4 mon |
tenant off work fri for the boiler man, 12 elm row | s=0612
garage door spring 14 elm row on or after the 20th |
council skip collection 9 quay street 17/6, bin store clear out 16/6 | s=0616
mouse droppings 3 oak lane kitchen, rentokil fri 12th 9-11 | s=0612
fire door closers 9 quay street, tues & thurs next week |
new years eve lock change 14 elm row | s=1231
"""

MORE_DAYS_OF_OFFICES = """
12 elm row tap, dave can pop in fri on way home | s=0612
condensation in loft 3 oak lane, surveyor thurs 18th 2pm | s=0618
loo seat snapped 14 elm row, no rush, sometime wk of 22nd | s=0622
rose cottage oil delivery mon, tank gauge stuck, fix by sun | e=0614
9 quay street communal lights timer out by an hr, zed mon | s=0615
kitchen drawer runner 12 elm row fri 19 june am ace | s=0619
TV licence man called fri 14 elm row |
boiler pressure 12 elm row lost 3 times since mon |
guttering 14 elm row - scaffold up 22/6 down 26/6, bob in between |
please fit grab rail 3 oak lane before Ann comes out of hospital on the 19th |
hospital discharge fri 19th, grab rail 3 oak lane needed before |
mould wash 9 quay street flat 4 monday the fifteenth | s=0615
Mould wash 9 quay street, Monday, 9am sharp. | s=0615
paint fence rose cottage next dry day |
ace gas - 12 elm row - annual service - 3rd aug | s=0803
annual service due 3rd aug 12 elm row ace gas |
ace gas off all next week so 12 elm row boiler by fri | e=0612
dishwasher 14 elm row, bosch engineer fri 8-6, tenant home | s=0612
wasps rose cottage!! asap or by sat latest | e=0613
deep clean 14 elm row after tenants leave on 30 june |
tenants leave 30 june, deep clean 1 july 14 elm row | s=0701
inventory clerk 14 elm row 2 july, everything done by 1st | e=0701
locksmith 12 elm row 4.30 today | s=0610
bob 12 elm row half day thurs, half day fri, skirting | s=0611 e=0612
three coats on deck rose cottage 22 june onwards | s=0622
leaky valve 9 quay st plant room - shutdown tues 16th 10-12, residents told | s=0616
no lift 9 quay street since yesterday, otis tomorrow | s=0611
ll in australia till 1 july, roof rose cottage hold til then |
re-hang loft hatch 14 elm row jane smith is in thurs after 4 | s=0611
jane smith works nights, 14 elm row, pref fri pm | s=0612
smart meter appt 12 elm row 18 june 8-12 british gas |
move fridge out 12 elm row 18 june, new floor 19th | s=0618 e=0619
carpet 14 elm row, fitter says earliest 29 june | s=0629
6 june storm, tiles off rose cottage, need roofer |
Bank hol mon 31 aug lift service 9 quay street | s=0831
the sash in bedroom 2 at 3 oak lane wont shut. glazier weds next week? | s=0617
alarm beeping 12 elm row all night, someone today pls pls | s=0610
tumble dryer vent 14 elm row the day after tomorrow | s=0612
stop tap replacement 9 quay street friday the 19th of june | s=0619
sunday 14th external lights 9 quay st, 11pm test | s=0614
tenancy 3 oak lane ends on 12 july, pre check out visit 10 july | s=0710
letter says bailiffs 17 june 14 elm row, change locks after |
lock change w/ bailiffs 14 elm row 17 june 10am | s=0617
flat 2 8 high street reg gas fri 12/6 pm (tenants aware) | s=0612
overflow dripping 3 oak lane for 2 weeks, ace plumbing mon 15/6 | s=0615
12 elm row quote by fri, work by end of june | e=0630
12 elm row quote visit fri 11am bob | s=0612
plasterer 14 elm row mon, dry til thurs, paint fri | s=0615 e=0619
wall ties 9 quay street, engineer report due fri |
Re: gate. Yes 16th is fine. Bob | s=0616
fix gate rose cottage b4 the dog gets out again. tomorrow? | s=0611
july 6th to 10th rewire 3 oak lane zed | s=0706 e=0710
rewire 3 oak lane 6 july, 5 days | s=0706
rewire 3 oak lane w/c sixth july | s=0706
rewire 3 oak lane mid july |
rewire 3 oak lane wk before christmas |
xmas day call out 12 elm row no heating | s=1225
new year's day frozen pipe check rose cottage | s=0101
gas off 14 elm row, cadent back fri to reconnect |
ace gas back fri to reconnect 14 elm row | s=0612
"""

YET_MORE_DAYS_OF_OFFICES = """
boiler no hot water 12 elm row, can ace come thurs am | s=0611
12 elm row ace can come thurs | s=0611
ace have been, need to return thurs with part, 12 elm row | s=0611
12 elm row ace came thurs, no access |
tenant not in thurs, 12 elm row boiler |
12 elm row hot tap seized, thursday eleventh of june | s=0611
replaster 14 elm row from the twenty-ninth of june | s=0629
replaster 14 elm row, five days from mon 29th | s=0629
replaster 14 elm row 29 jun to 3 jul bob | s=0629 e=0703
replaster 14 elm row between 29 june and 3 july | s=0629 e=0703
replaster 14 elm row no later than 3rd july | e=0703
replaster 14 elm row last week of june |
replaster 14 elm row beginning of july | s=0701
replaster 14 elm row after the bank holiday |
replaster 14 elm row early in the new year |
grass cut rose cottage on saturday morning please | s=0613
grass cut rose cottage before saturday's wedding |
grass cut rose cottage fri, wedding sat | s=0612
grass cut rose cottage fortnightly starting 15 june | s=0615
grass cut rose cottage mondays |
scaffold strike 9 quay street 26 june, snag roof before |
9 quay street roof snags fri 19 june before scaffold strike | s=0619
parking suspension 9 quay street from 22 june for skip |
skip to 9 quay street mon 22 june, yard clearance | s=0622
yard clearance 9 quay street mon 22 june, skip coming 8am | s=0622
ann lee 3 oak lane chemo on tuesdays so not then, blind stuck |
blind stuck 3 oak lane any day except tues |
blind stuck 3 oak lane weds 17th ann lee in all day | s=0617
blind stuck 3 oak lane, ann lee wants thurs | s=0611
blinds 3 oak lane measured thurs last week, fit 25/6 | s=0625
smoke detector chirping flat 12 3 elm row, tonight if anyone free | s=0610
smoke detectors due replacing 2027 flat 12 3 elm row |
extractor 12 elm row replaced 3 june still noisy, zed back mon | s=0615
ceiling stain 12 elm row appeared over weekend, bob weds | s=0617
pre tenancy clean 14 elm row, tenancy starts 1 july |
pre tenancy clean 14 elm row mon 29 june | s=0629
pre tenancy clean 14 elm row by 30 june, tenancy starts 1 july | e=0630
sunday roast smell? no - drains 9 quay street, jetting mon 8am | s=0615
water meter fit by yorkshire water 24 june 3 oak lane tenant to be in |
insulation grant survey 3 oak lane 24 june eon |
loft hatch 3 oak lane enlarge by 24 june for insulation | e=0624
mrs may 80th birthday fri so leave her till mon, 12 elm row toilet seat | s=0615
toilet seat 12 elm row fri or mon |
toilet seat 12 elm row fri failing that mon |
toilet seat 12 elm row fri pm else sat am |
bathroom floor 12 elm row: strip out thurs 18, screed fri 19, tile mon 22 |
painter wallpapering 14 elm row tues-thurs next week | s=0616 e=0618
glazier at 9 quay street tomorrow 8-10, leave vestibule open | s=0611
intercom engineer 9 quay street moved from thurs to fri | s=0612
intercom 9 quay street rebooked for the 18th | s=0618
cctv 9 quay street police need footage from sat 6 june |
gritting rota from 1 november 9 quay street | s=1101
lift inspection 9 quay street lapses midnight on the 30th |
bin day changed to fri 3 oak lane, bins missing |
ace plumbing on hols til 22nd, find other for 14 elm row cylinder |
cylinder 14 elm row ace plumbing back from hols 22nd, do then |
fix bath panel 14 elm row w/e 20 june | e=0620
bonfire night fence burnt rose cottage |
halloween lights down 9 quay street 2 nov | s=1102
fit new year's day rota sign 9 quay street |
cooker hood filter 12 elm row thurs | s=0611
carpet clean 12 elm row checkout clean same day 30 june | s=0630
stairwell paint 9 quay street start 6th july finish 10th | s=0706 e=0710
roofer rose cottage weather window thurs/fri | s=0611 e=0612
oven door glass arriving 16 june 3 oak lane, bob to fit 17 june | s=0617
bath resurfacing 14 elm row mon 22nd keep bathroom empty | s=0622
fence 3 oak lane blown down on sunday night |
fence 3 oak lane blown down sunday, bob fri | s=0612
garden tidy 14 elm row thirtieth of june | s=0630
garden tidy 14 elm row eve of checkout 29 june | s=0629
gutters 14 elm row the week of 15 june | s=0615
gutters 14 elm row in a couple of weeks | s=0624
gutters 14 elm row june 18 | s=0618
gutters 14 elm row, ladder stolen 4 june |
gutters 14 elm row boxing day closed |
electric heaters to 12 elm row today, boiler fix tomorrow | s=0611
damp survey 12 elm row rics surveyor 25 june 2.30pm | s=0625
hearing 25 june damp claim 12 elm row, photos needed before |
photos of damp 12 elm row today for hearing 25 june | s=0610
fire brigade inspecting 9 quay street tues, exit lights must work |
exit lights 9 quay street fix before tues | e=0615
exit lights 9 quay street, zed mon or weds |
exit lights 9 quay street w/c mon 15th zed | s=0615
marathon sun so no vans 9 quay street, lift repair mon | s=0615
lift repair 9 quay street kone mon 15 june 8am sharp | s=0615
tenant 12 elm row gives birth due 20 june, heating urgent |
heating 12 elm row urgent, baby due 20 june |
passover / eid no visits 16 june flat 2 8 high street |
key cut 12 elm row collect from timpsons fri |
dripping tap 12 elm row any day after 22nd |
"""
