"""Lines whose days are mostly not the work's. After `|` what is right: s start, e end (month and day), t total, c contractor, x a code."""

DAYS_OF_OTHERS = """
boiler lost pressure again 14 elm row thurs am ace gas | s=0611
just got off phone w tenant 12 elm row kitchen tap wont turn off, bob can pop in fri lunchtime | s=0612
power cut 16 june at 9 quay street, check emergency lights after |
fwd from landlord: I will be in the country from 19 June, please have the carpet at rose cottage replaced |
3 oak lane - tenancy renewal 1 july, tenant wants new carpet first |
smoke alarms at flat 12 3 elm row last tested 4 june |
inspection 12 elm row 18 june flagged loose socket in bedroom 2 |
leak reported mon 14 elm row under bath |
gutters rose cottage, scaffold arrives 15 june, bob starts 16 june | s=0616
tenant moves in sat 9 quay street, need lock change £95 | t=95
front door lock 12 elm row change it tomorrow budget 120 | s=0611 t=120
can you please book in bob jones for monday morning at fourteen elm row the shed roof is leaking | s=0615
voice: hi um the shower at 12 elm row has stopped working can somebody come out on thursday afternoon please | s=0611
warranty on the oven runs to 30 june rose cottage oven door glass cracked |
12 elm row fridge dead. tenant home weds 17th all day | s=0617
access only tues and thurs 14 elm row, window latch |
painting 3 oak lane hallway, weather permitting mon 15 june |
quote valid til 26 june for 9 quay street roof £3,200 |
invoice dated 8 june bob jones £140 for 12 elm row fence |
tenant back from spain 20 june, 14 elm row, fix boiler then |
mate cn u do 12 elm row sat? bog wont flush £60 cash | t=60
blcked sink 12 elm row tmoro ace plumbing | s=0611
electric meter exchange by octopus 17 june 9 quay street, isolate beforehand |
pest control round 2 rose cottage weds 24 june £85 | s=0624 t=85
leak at 12 elm row. photos sent 9 june. ace plumbing fri pls | s=0612
hoover left at 14 elm row collect by friday | e=0612
completion on the sale of rose cottage is 29 june, get the boiler serviced before |
council hmo visit 9 quay street 22 june so fire doors must be done by 19 june | e=0619
carpet fitter 12 elm row tues 23 june, furniture needs moving mon 22 june | s=0623
tenant on shift thurs and fri, 14 elm row tap |
last gas safety was 12 june 2025 so 3 oak lane needs doing this month |
new cooker 12 elm row arriving 18th june, fit 19th june £90 | s=0619 t=90
tenant giving birth due 15 june so heating at 14 elm row urgent |
eid is 17 june tenant asks not that week, 12 elm row bathroom fan |
exams until 24 june tenant student flat 2 8 high street radiator noisy |
bob jones £35/hr 14 elm row trellis mon 9am | s=0615
skip permit starts 15 june 5 station road leeds clear garden |
rent due 1st july rose cottage, also shower drip |
drain jetting 9 quay street thursday 18 june £180 plus vat ace plumbing | s=0618 c=180
need someone 12 elm row asap rads cold, tenant has baby |
broadband engineer coming to 14 elm row fri 8-1, needs loft hatch unstuck before |
tree overhanging 3 oak lane chop back after nesting season sept |
12 elm row washing machine delivery thurs between 10 and 2 plumb it in same visit |
school hols start 20 july, do 9 quay street play area before |
the tenant says fri 12th is fine for the boiler at rose cottage ace gas | s=0612
landlord confirmed 250 for the fence at 14 elm row go ahead weds | s=0617
bathroom light 12 elm row went bang sunday night |
contractor let us down tues, rebook 14 elm row hob for next tues | s=0616
3 oak lane damp survey done 5 june report says replaster £900 |
fire alarm test 9 quay street every wednesday 10am, sounder 4 faulty |
funeral on 16 june so not then, 12 elm row blocked drain |
stairwell bulbs 9 quay street, cherry picker hired 25 june only, £60 | t=60
water off in street 11 june 9-5, 14 elm row tenant worried |
tenants dog is at vets fri so good time for carpet clean 12 elm row |
ll emailed 9/6 re fence 14 elm row, wants it up by 30/6, max £400 | e=0630 t=400
window cleaner did rose cottage 3 june missed the skylight |
kitchen units 12 elm row, survey 15 june fit 29 june £2,400 | t=2400
key safe 4471 12 elm row door sticking thurs 2pm | s=0611 x=4471
alarm code is 1 9 8 4 then B, 9 quay street, boiler fri | s=0612
pls send zed to 14 elm row, sockets, any time after 17 june |
Hi Priya, as discussed the tenant at 12 Elm Row has vacated on 8 June. Please could you have the locks changed on Friday 12 June. Kind regards, Mark | s=0612
bog blocked 14 elm row, get bob down there sharpish tmrw | s=0611
FWD: My mother is visiting from 18 June and would appreciate it if the shower at Rose Cottage was working by then | e=0618
eicr 9 quay street done by zed 3/6, remedials quoted 480, LL deciding by mon |
thames water shutting supply thurs 9 quay street, tenant asks for bottled water |
dictated: can you ask ace gas to go to three oak lane on the sixteenth of june to do the annual boiler service thank you | s=0616
3 oak lane boiler serv tues ace gas | s=0616
gd morning hope ur well. tenant 14 elm row has mould in bathrm, bob to treat w/c 22/6 £180 | s=0622 t=180
last visit was weds and it still leaks 12 elm row shower |
tenant says contractor never showed mon, 12 elm row hob |
handover of flat 12 3 elm row 1 july. snagging needs doing before then |
booked skip for thurs 12 elm row, clearance fri bob jones £250 | s=0612 t=250
mot van fri so bob cant do 14 elm row |
insurance assessor at rose cottage 16 june 10am re ceiling |
new fridge 9 quay street ordered, delivery date 19 june |
new tenant from 20 june at 12 elm row, lights in hall dont work |
gas cert expired 31 may 3 oak lane book asap |
paint touch ups 14 elm row sat 13 £90 bob | s=0613 t=90
lift inspection by allianz 17 june 9 quay street, need engineer present |
12 elm row: 2 x dripping taps, fri 12/6, £70, ace plumbing, key safe 2209 | s=0612 t=70 x=2209
roof repair rose cottage scaffold licence granted from 22 june |
annual leave from 15 june until 26 june, any probs 12 elm row ring dana |
tenancy starts 29/6 flat 2 8 high street, pro clean + carpets 26/6 £220 | s=0626 t=220
12 elm row heating engineer cancelled today, coming tomorrow instead | s=0611
dishwasher 12 elm row stopped working friday, ace plumbing to look monday | s=0615
court hearing 24 june 14 elm row disrepair, damp works done by 19 june | e=0619
loft insulation grant ends 30 june 3 oak lane |
hedge 9 quay street cut every april and sept, due again 1 sept |
bob reckons 2 days for 14 elm row fence, could start thurs | s=0611
TENANT 12 ELM ROW NO ELECTRIC SINCE LAST NIGHT ZED TODAY PLEASE | s=0610
pipe leak under floor 12 elm row, trace and access weds 17 june, ins covers | s=0617
heating controls 14 elm row - hive installed 5 june but not pairing |
locksmith for rose cottage 3pm today £110 | s=0610 t=110
tenant holiday fri to mon 12 elm row, key safe 8841 so go in | x=8841
rats in garden 14 elm row baits laid 9 june revisit 16 june | s=0616
rubbish collection is tues at 9 quay street, bulky items need to be out mon night |
fence blew down sunday 3 oak lane |
will be at 9 quay street mon for mtg can show plumber the leak then |
3 oak lane garage roof asbestos test results due 18 june |
carpet cleaner 12 elm row booked 2pm thursday after tenants leave at noon | s=0611
please instruct zed electrical to attend 14 elm row on monday 15th june between 9 and 12 | s=0615
bins 9 quay street missed last two weeks next collection 19 june |
window 12 elm row boarded 7 june glass on order 10 working days |
painter finishes rose cottage thurs so cleaner can go in fri | s=0612
boiler pcb for 14 elm row arriving tuesday, ace gas refit wednesday £310 | s=0617 t=310
tenant prefers weekends, leak under basin 12 elm row |
fire risk assessment 9 quay street due 30 june, book zed |
deposit deadline is 20 june, need quote for damage at 3 oak lane |
garden waste 12 elm row £45 fri pm | s=0612 t=45
keys back on 12th, inventory clerk 13th, flat 2 8 high street cleaning |
lodger moving out 30th, room 2 at 14 elm row needs painting |
aerial man can do next weds 12 elm row | s=0617
wobbly banister 3 oak lane. tenant 8 months pregnant due 1 july. fix this week |
entry code 5521# works from 15 june, old code 9917 til then, 9 quay street, post boxes need fixing | x=5521 x=9917
storm forecast for fri, gutters at 14 elm row need clearing before |
planning permission runs out 1 sept rose cottage extension |
ace plumbing 8am tmrw 12 elm row burst pipe in loft!!! | s=0611
council tax rebanding visit 22 june 14 elm row tenant wants someone there |
can we get bob to sort the shed door at rose cottage whilst hes there on thurs? | s=0611
smart meter install 25 june 10-2 at 3 oak lane, meter cupboard lock broken fix before |
"""
