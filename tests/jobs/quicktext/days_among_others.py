"""More of them: whose day it is has to be understood. After `|` as in `days_of_others.py`."""

DAYS_AMONG_OTHERS = """
tenant 12 elm row locked out need locksmith now |
can the hob at 14 elm row be looked at monday, tenant jane home til 2 | s=0615
Pls note gas supplier capped the meter at 3 oak lane on 9 June, new meter booked by them for 18 June, boiler to be recommissioned after that |
4 lights out on landing 9 quay street zed weds £65 | s=0617 t=65
tiler starts mon 15 at rose cottage, adhesive delivered fri 12 | s=0615
bathrm extracter noisy 12 elm row fri | s=0612
roofer due at 14 elm row thurs between 8 and 10 | s=0611
had a call from mrs smith at 14 elm row who says that the toilet upstairs will not flush and she is only in on thursday |
urgent. ceiling down in rear bedroom 3 oak lane. make safe today | s=0610
decorator in 9 quay street 22 to 26 june | s=0622 e=0626
12 elm row re tile shower approx 3 days from 29 june budget 900 | s=0629 t=900
fyi scaffolding at rose cottage comes down 19 june |
drains rodded 4 june 12 elm row, blocked again, camera survey tues 16 june £140+vat | s=0616 c=140
14 elm row viewing sat 11am. tidy front garden before |
12 elm row viewing sat 11am tidy front garden |
mattress to tip from 9 quay street, council collection booked 17 june £25 | t=25
tenant back to work 22 june so only evenings from then, 3 oak lane radiator |
need quote by fri for new worktop 12 elm row |
new worktop 12 elm row fitted by fri max 400 | e=0612 t=400
sky dish 14 elm row wobbling, man w ladder mon | s=0615
tenant complained on mon and again today re damp 12 elm row |
gas safety 12 elm row expires 20 june ace gas fri pls | s=0612
leak coming through kitchen ceiling 14 elm row since 7am need plumber asap |
bank holiday monday 31 aug no noise at 9 quay street |
bob poorly back thurs, 12 elm row gate |
3 oak lane EICR remedials 18th june zed 9am code 3316 on key safe | s=0618 x=3316
rose cottage - septic tank emptying - every june - book |
wedding at rose cottage 20 june so grass cut by 19th | e=0619
photos of flood damage needed by insurer fri 14 elm row |
the dishwasher at 12 elm row is still under guarantee until 14 august 2026, call bosch |
please replace the smoke alarm in flat 12 3 elm row on or before 26 june | e=0626
alarm activation at 9 quay street sunday 3am, reset mon by zed, battery to be replaced |
tenants at 5 station road york arriving back late fri, heating must be on |
12 elm row cooker fuse, zed popping in this aft | s=0610
PO 4471 raised 9 june ace plumbing 14 elm row cylinder £820 | t=820
cylinder 14 elm row ace plumbing £820 thurs 18 june all day | s=0618 t=820
void 12 elm row new tenant 1 july; paint, carpets, clean all needed |
john smith wants to be there, he is free tues or weds after 4, 12 elm row mould |
contract with bob jones ends 30 june, who does 14 elm row gutters after |
kitchen tap 12 elm row. ordered part 5 june. ace plumbing fitting it thurs. £85 | s=0611 t=85
garage roof felt torn off in storm last night rose cottage, tarp it today pls | s=0610
weeds 9 quay street spray when dry, thurs looks ok |
plasterer sat morning 3 oak lane £220 cash in hand | s=0613 t=220
ramadan ends 18 june tenant prefers after, 12 elm row bathroom |
landlord inspecting 14 elm row on 24 june would like garden done |
ladder inspection cert 9 quay street dated 12/06/25 |
window cleaning 9 quay street 1st july, £130, access code for roof 7745 | s=0701 t=130 x=7745
replace the lock 12 elm row police forced entry weds night |
fit new oven 12 elm row thursday, currys delivering wednesday | s=0611
smell in basement 9 quay street, council env health coming tues |
bob can squeeze in 3 oak lane bookcase on his way home thurs | s=0611
12 elm row: sealant round bath. fri 3pm. tenant aware. | s=0612
repaint railings 9 quay street w/c 29 june weather permitting £350 | t=350
cleaner booked for 14 elm row 30 june 10am £95 keys from office | s=0630 t=95
next gas service due 3 august 12 elm row diary it |
tenancy ended 7 june 14 elm row gas uncapped 11 june by ace gas | s=0611
plumber wanted 12 elm row low pressure, evenings, not mon |
tree works 3 oak lane tpo consent expected 26 june |
the heating man is coming to rose cottage at 4 on tuesday | s=0616
12 elm row letter box replaced? tenant chasing since 1 june |
on the bus sorry - 12 elm row tap still dripping bob to go back mon | s=0615
14 elm row gas cooker connection tues 10am ace gas £75 | s=0616 t=75
re your email of 5 june, we can attend rose cottage on 17 june to inspect the roof, cost £120 plus vat. regards, apex | s=0617 c=120
hot water off at 9 quay street since fri, tenants v unhappy |
12 elm row: loft hatch, hall light, garden gate. bob all day thurs £180 | s=0611 t=180
neighbour at 14 elm row having party sat so dont send anyone |
tenant passport appointment weds, 3 oak lane shower |
tenants flight lands 15 june 6pm, heating on at 12 elm row before they get in |
fence at rose cottage: neighbour getting own quote, will revert by 20 june |
the roofers want to start at 14 elm row on the 22nd of june and be finished by the 26th | s=0622 e=0626
new bed delivery 9 quay street flat 4 mon 15, old one to go |
3 oak lane alarm engineer 24th june 11am annual | s=0624
ace gas cant do 12 elm row til 18th june, fine by tenant |
ace gas can do 12 elm row from 18th june | s=0618
could zed have a look at the cooker switch @ 14 elm row sometime friday, ta | s=0612
election 2 july polling station in hall at 9 quay street, floor polished by then |
bulb flat 12 3 elm row mon | s=0615
grandma at rose cottage turns 90 on 20 june, stairlift serviced before |
painting 9 quay street stairs mon-weds £600 | s=0615 e=0617 t=600
scan of gas cert 12 elm row needed by solicitor 15 june |
blocked gutter 14 elm row, neighbour complained to council on monday |
floor sanding rose cottage 2 days starting thurs 25 june | s=0625
insurance renewal 1 july needs new locks at 3 oak lane |
bob on paternity from 22 june, rejig 12 elm row fence |
street works outside 14 elm row 15-19 june, no parking for van |
12 elm row oven door, part arrives weds, fit fri | s=0612
tenant 3 oak lane poss moving mid july, hold carpet |
need by weds: quote for 2 windows at 14 elm row |
toilet wont flush rose cottage tenants arrive fri 4pm |
holiday let changeover sat rose cottage, fix toilet fri | s=0612
deep clean holiday let rose cottage sat between guests 10-4 | s=0613
hello pls can u arrange someone 2 look at my boiler its been off since sunday im in wednesday or thursday thanks jane flat 12 3 elm row |
bath resealed 2 june 12 elm row already leaking, recall bob thurs foc | s=0611
rechargeable repair 14 elm row, tenant smashed window sat, glazier today £160 | s=0610 t=160
audit of fire doors 9 quay street 30 june, pre-check w/c 22 june |
ll visiting uk 12-20 june wants to meet bob at rose cottage re extension |
boiler at 14 elm row sounds like a jet plane, ace gas mon am pls | s=0615
leaking radiator 12 elm row. bucket under it. next available - tues? |
gas uncap 3 oak lane tenants get keys 19 june |
carpets 12 elm row, fitter measured on 4th, coming back 16th to lay | s=0616
sparks at 14 elm row 8am tmrw for the board change, power off till 4 | s=0611
budget for rose cottage kitchen agreed at 6,500 start 6 july | s=0706 t=6500
pay bob £90 for 12 elm row gate done monday |
9 quay street: emergency light test failed 8 june, retest 22 june zed | s=0622
deadline for hmo licence 30 june so smoke alarms at 3 oak lane need doing by 26 june | e=0626
plant room keys needed mon by lift engineers otis 9 quay street |
tenant asks can painting wait til she is back 29 june 14 elm row |
wet room floor 12 elm row strip out mon 29 june new floor weds 1 july |
garden party 20 june at 5 station road york, lawn mowed day before |
lock change 14 elm row 2pm thurs w bailiffs | s=0611
eviction 14 elm row thurs 18 june 11am locksmith needed £120 | t=120
broken blind 12 elm row low prio whenever |
sort 3 oak lane doorbell fri if hes passing |
builder starts snagging at 9 quay street 24/6 budget tbc | s=0624
key safe 7713 at rose cottage changes 1 july, cleaner fri | s=0612 x=7713
12 elm row heating pump £210 inc fitted weds am ace gas | s=0617 t=210
dehumidifier hire 14 elm row til 24 june £40 a week |
tanking cellar rose cottage 3 quotes by end june |
roof 9 quay street, bob n lads monday 7am start, skip coming fri | s=0615
please cancel friday at 12 elm row, tenant has fixed it himself |
just seen msg, yes bob ok for 12 elm row gate thurs | s=0611
14 elm row shower cold. ace gas. tomorrow pls. £90 | s=0611 t=90
Dear all, the annual fire alarm service at 9 Quay Street will take place on Tuesday 16 June at 10am. Regards, Sue | s=0616
dead rat smell under floor 3 oak lane pest man weds | s=0617
prof clean flat 12 3 elm row 26 june after checkout 25 june |
tenant swap 27 june 12 elm row, paint touch up 26th £150 | s=0626 t=150
plumber booked by tenant for friday, check invoice after, 14 elm row |
14 elm row - virgin media digging up path 17 june |
window seal blown 12 elm row, glazier ordered unit, fitting approx 24 june | s=0624
interview with new cleaner mon 10am 9 quay street |
bob jones starts new contract 1 july 9 quay street cleaning |
graffiti rear wall 9 quay street, remove by mon | e=0615
ladder left at 3 oak lane, bob to collect fri |
tenant reported leak 12 elm row today 3pm |
tenant reported leak today 12 elm row pls send ace plumbing |
12 elm row front door sticking, carpenter thurs 11-1 | s=0611
lights flickering 14 elm row since storm tues, zed asap |
nxt thurs ace gas svc 12 elm row & 14 elm row | s=0618
radiators 3 oak lane balance + bleed before winter, oct |
drain smell rose cottage jan says worse at weekends, camera 18/6 £95 | s=0618 t=95
paint fumes: tenants asthmatic so paint 12 elm row while they r in turkey 20 june-4 july |
loft boarded 14 elm row 2 wks ago invoice £380 pay fri |
cooker at 12 elm row wont light mon am ace gas ok w tenant | s=0615
zoom w landlord thurs 2pm re rose cottage roof |
stair nosing loose 9 quay street asap before agm on 18 june |
agm 18 june 9 quay street, stair nosing loose |
bob does 12 elm row lawn every 2nd fri |
kitchen fan 3 oak lane replace sat a.m., £65 max | s=0613 t=65
locks 14 elm row barrel snapped off this morning. locksmith today £85 | s=0610 t=85
roof leak rose cottage, dry til thurs then rain, tarp before |
solar panels 12 elm row dno visit 23 june |
tap reported 5/6 14 elm row, tenant chased 8/6, bob fri pls | s=0612
carpark lines 9 quay street repaint sun 14 june when empty £500 | s=0614 t=500
vinyl floor bathroom 12 elm row lay mon 22nd tues 23rd £420 | t=420
eicr due 14 elm row by 20 aug | e=0820
boiler breakdown cover 3 oak lane renews 15 june |
shower pump rose cottage noisy, guest checks out fri 10am, fix btwn then and sat 3pm |
pls have hedge at 14 elm row cut w/c 15th june max £100 | s=0615 t=100
smoke alarm 12 elm row expired 2025, swap next visit |
fit carbon monoxide alarm flat 2 8 high street weds 9.30 £40 | s=0617 t=40
tenants 12 elm row baby due 18 june want heating sorted |
gate code 9 quay street changing from c4471 to c9902 on 15 june, fence panel fri | s=0612 x=4471 x=9902
skirting 3 oak lane chewed by puppy, deposit dispute 30 june |
extractor 14 elm row zed 12th june 2pm | s=0612
the man from the gas board came on tuesday and condemned the hob at 12 elm row |
the electrician will be with mrs jones at rose cottage at nine on friday morning for the cooker | s=0612
landlord paying £1200 for boiler 14 elm row install thurs 18 ace gas | s=0618
furniture removal 9 quay street van booked sat 20 june 8am £160 | s=0620 t=160
half day holiday fri so get someone else for 3 oak lane |
12 elm row loft water tank ballvalve, ace plumbing fri or first thing mon |
dog fouling comms area 9 quay street clean up today pls £30 | s=0610 t=30
12 elm row front step, concrete needs dry spell, prob 22 june |
mains water shutdown notice 24 june 9 quay street put poster up |
meter reading needed 30 june 14 elm row |
heating oil delivery rose cottage 19 june check tank lock |
woodworm treatment 3 oak lane thurs 25 june tenants out 24hrs £540 | s=0625 t=540
insp of roof 14 elm row fri w drone £120 | s=0612 t=120
re-glaze 12 elm row back door weds, bob has glass, £95 all in | s=0617 t=95
neighbour 9 quay street flat 3 says noise from pump every night since 1 june |
car blocking garage 12 elm row, clamped til fri |
"""
