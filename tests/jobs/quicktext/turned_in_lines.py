"""Lines in which a word turns round, bounds or sets a condition on what is said, and plain ones beside them, with what each comes to.

`a` address, `p` priority, `st` status, `ty` type, `c` contractor, `ag` agent, `te` tenants, `s` start, `e` end, `t` and `b` budgets, `v` VAT,
`wo`, `q`, `i` references; `c?`: open, and offered. ⏎ and ⇥: a new line, a tab.
"""

TURNED_IN_LINES = """\
boiler lost pressure again at 14 elm row, tenant back off holiday on the 19th so nobody in before then, ace gas to go the monday after | a=14 Elm Row; c=Ace Gas; ty=Gas; s?
Rose Cottage – gas cert runs out 30 June, needs doing at least a week before that, tenant Ann Lee in any day bar wednesdays | a=Rose Cottage, Mill Lane, York; te=Ann Lee; ty=Gas safety; s?
leak under sink 9 quay street reported sunday night, plumber out yesterday couldn't find it, going back friday am w/ camera | a=9 Quay Street; s=0612; ty=Plumbing
3 oak lane smoke alarm chirping since the bank holiday, any day next week fine just not tues or thurs | a=3 Oak Lane; s?
Rehang back door 112 Elm Row. New tenants move in 1st July so it wants finishing by end of this month at the latest | a=112 Elm Row; e=0630; s?
12 elm row kitchen tap, tenant on nights till sat, sleeps till 2, so not before 3pm and not before sunday pls | a=12 Elm Row; ty=Plumbing; s?
electrics tripped twice at 5 station road leeds, once on 3/6 and once last night. zed can look fri 12/6 between 8 and 10, tenant says not after | a=5 Station Road, Leeds; c=Zed Electrical; s=0612; ty=Electrical
damp works 14 elm row ⏎ reported 28 may ⏎ surveyor been 4 june ⏎ report back 9 june ⏎ works to start 22 june, done by 3 july | a=14 Elm Row; e=0703; s=0622
no hot water 12 elm row, NOT ace gas this time please, landlord fell out with them | a=12 Elm Row; ty=Gas
rads cold upstairs 14 elm row. ring ann lee for keys, tenant is j smith | a=14 Elm Row; te?; ty?
ace to attend 9 quay street re: dripping stopcock | a=9 Quay Street; ty=Plumbing; c?
sue park wants a quote from bob jones and one from zed before anyone touches the lights at 3 oak lane | a=3 Oak Lane; ty=Electrical; ag?; c?
Neighbour Jane Smith says water coming through from 14 elm row, she's at 12 | a=14 Elm Row; ty=Plumbing
Ace Gas were at 5 station road york yesterday for the service and noticed extractor fan dead, needs a sparky | a=5 Station Road, York; c?
lock change rose cottage tenant ann leigh locked out, access locks free this aft | a=Rose Cottage, Mill Lane, York; p=Urgent; c?; s?; te?
Ace Plumbing's invoice for the last leak still not in, anyway new leak at flat 12, 3 elm row, same ceiling. who's free? | a=Flat 12, 3 Elm Row; ty=Plumbing; c?
not urgent but bath panel loose at 14 elm row | a=14 Elm Row
High Wycombe 3 oak lane, kitchen light flickering | a=3 Oak Lane; ty=Electrical
priority high, fence panel down 112 elm row, dog gets out | a=112 Elm Row; p=High
complete rewire 5 station road leeds, empty property, quote first | a=5 Station Road, Leeds
gas safety cert AND a normal boiler service 12 elm row, ace gas pls | a=12 Elm Row; c=Ace Gas; ty=Gas safety
low water pressure in shower, 9 Quay Street | a=9 Quay Street
tenant in general very anxious, high blood pressure, so pls ring first - normal boiler noise i think, 14 elm row | a=14 Elm Row; ty=Gas
electric shower but its the tray thats leaking, flat 2 8 high st york. plumbing | a=Flat 2, 8 High Street; ty=Plumbing
Same thing went to closed last month (job 38) and it's back: urgent pls, water through ceiling at 12 elm row | a=12 Elm Row; p=Urgent; ty=Plumbing
fix gate 14 elm row budget 150+vat | a=14 Elm Row; t?
zed quoted 1.2k for the rewire at 5 station road york, landlord won't go above 900 | a=5 Station Road, York; c?; t?
Budget £1,250.50 inc VAT for decorating Rose Cottage, start 15 June | a=Rose Cottage, Mill Lane, York; s=0615; t=1250.50
tenant paid £400 deposit last month and now wants £60 off the rent for no heating, landlord says no chance till we know what's wrong. 12 elm row boiler, ace gas attending tmrw | a=12 Elm Row; c=Ace Gas; s=0611; ty=Gas; t?
leaking rad valve 3 oak lane, LL limit 250 per job without asking, see what bob says | a=3 Oak Lane; ty=Plumbing; c?; t?
replace lightbulbs in the communal hall, 8 high st york, 6 @ 3.99 each + 75p postage, budget 30 | t=30; a?
flat 12 elm row no lights in hall | ty=Electrical; a?
12 and 14 Elm Row, gutters blocked both, same ladder visit | a?
12a elm row, front door sticking | a?
LS1 4ZZ fob dead | a=9 Quay Street
broken window pane LS1 4AB, ring tenant to find out which house | a?
rose cottage, NOT the mill lane one, the one in haxby - oven door hanging off | a?
Flat 3, 8 High Street, York: intercom dead | a?
2/8 high street yo1 2cd tap washer | a=Flat 2, 8 High Street; ty=Plumbing
keys at 14 elm row with the cleaner, job is 12 Elm Row - washing machine wont drain | a=12 Elm Row; ty=Plumbing
5, Station Rd. ⏎ York ⏎  ⏎ shower screen cracked, sharp edge | a?
12 elm row shower tray leaking, normal, bob jones mon 15th 10am, budget 220, code 4417 | a=12 Elm Row; c=Bob Jones; p=Normal; s=0615; t=220; ty=Plumbing
urgent at first but tenants turned the water off so high will do. burst pipe 9 quay street, ace plumbing on way, not ace gas | a=9 Quay Street; p=High; ty=Plumbing; c?
3 oak lane ⏎ - gate latch ⏎ - hall light ⏎ - loft hatch ⏎ bob jones thurs 18th, not the light tho thats zed | a=3 Oak Lane; c=Bob Jones; s=0618; ty?
cancel what i sent re 12 elm row, it's 14, and it's the bath not the sink, everything else same | a?
Fri unless it rains, then mon. fascia board 5 station rd leeds. bob's got a ladder, or do access locks still have ours? not over 180 pls | a=5 Station Road, Leeds; c?; s?; t?
address - 14 elm row, type - gas, contractor - tbc, due - 26/6, budget - n/a | a=14 Elm Row; e=0626; ty=Gas
Ticket #58 | Status: New | Cat: Plumbing | Raised 09-06-26 14:12 | Addr 9 Quay Street, Leeds LS1 4ZZ | Bathroom sink blocked | SLA 5 working days | a=9 Quay Street; st=New; ty=Plumbing
Start Date: ⏎ End Date: 19/06/2026 ⏎ Address: 3 Oak Lane, High Wycombe ⏎ Contractor: ⏎ Agent: Northern Lets ⏎ Job: fit 2 x smoke alarms | a=3 Oak Lane; ag=Northern Lets; e=0619
Re: Fwd: WO-5521 – loose banister 14 Elm Row ⏎ > On Mon 1 June 2026 at 09:15 Northern Lets wrote: ⏎ > please attend by Friday 5th ⏎ Missed this, sorry. Still needs doing, by this Friday now. | a=14 Elm Row; e=0612; ag?
type: gas safety; reported by: jane smith; reported on: 05.06.2026; expires: 12.07.2026; address: 12 Elm Row | a=12 Elm Row; ty=Gas safety; s?; te?
12 elm row gutter, zed monday - no sorry tuesday | a=12 Elm Row; c?; s?
was going to be friday at 12 elm row, now weds 17th, kitchen tap | a=12 Elm Row; ty=Plumbing; s?
end of tenancy clean 9 quay street, expires: 30.06.2026, inspected on: 02.06.2026 | a=9 Quay Street; s?
rose cottage but NOT the one on mill lane, gutter down | a?
ignore my last about 14 elm row, it's 12, hob not lighting | a?
bob jones has lent us his ladder, does zed electrical want it back? 14 elm row loft light | a=14 Elm Row; ty=Electrical; c?
boiler dead 12 elm row, ace gas friday, high | a=12 Elm Row; c=Ace Gas; p=High; s=0612; ty=Gas
12 elm row dripping tap but no rush, low, bob jones mon 15th | a=12 Elm Row; c=Bob Jones; p=Low; s=0615; ty=Plumbing
tap was dripping now pouring, 12 elm row, urgent, ace plumbing today | a=12 Elm Row; c=Ace Plumbing Ltd; p=Urgent; s=0610; ty=Plumbing
lights not working 9 quay street, zed electrical thurs, budget 120 | a=9 Quay Street; c=Zed Electrical; s=0611; t=120; ty=Electrical
if tenant isn't in use the key safe. shower leaking 12 elm row, bob jones tomorrow | a=12 Elm Row; c=Bob Jones; s=0611; ty=Plumbing
reported: 05.06.2026; address: 12 Elm Row; issue: socket sparking; priority: high | a=12 Elm Row; p=High; ty=Electrical
rose cottage gutter down, access locks not needed, bob jones friday | a=Rose Cottage, Mill Lane, York; s=0612; c?
started leaking yesterday, 14 elm row, ace plumbing tomorrow am | a=14 Elm Row; c=Ace Plumbing Ltd; s=0611; ty=Plumbing
radiator cold upstairs but fine downstairs, 12 elm row, ace gas, mon 15th, normal | a=12 Elm Row; c=Ace Gas; p=Normal; s=0615; ty=Gas
door wont lock or open, 9 quay street, access locks today urgent | a=9 Quay Street; c=Access Locks; p=Urgent; s=0610
check the loft then fix the leak at 14 elm row thursday, zed electrical to attend | a=14 Elm Row; c=Zed Electrical; s=0611; ty=Plumbing
"""
TURNED_IN_UPDATES = """\
parts due in weds 17th, fit within 2 working days of that | e?; s?
start: the friday if the scaffold's down by the wednesday, otherwise leave as is | s?
started mon, should be done fri, snagging the following weds | e?; s?
half way, day 3 of 5, back on site tomorrow | s?
contractor: zed electrical like we did 54 | c?
budget now 180, 17 stays at 120 | t=180
should be flat 2, 8 high street york not 48 | a=Flat 2, 8 High Street
came in 45 under budget status: complete | st=Complete
dup of JOB-025, close this one | st=Closed
if 36 is signed off, tenant's checking tonight status: complete | s?; st?
bob jons booked for 19 june am | s?
ace plumbing turned it down, too far. trying bob | c?
contractor Zed Electrical, agent now northern lets not sue | ag=Northern Lets; c=Zed Electrical
not bob jones anymore, zed electrical have got it | c?
tenant said it was urgent last week, turns out it was just the trip switch, no rush now |
all done bar the sealant, back next fri to finish | s?
awaiting parts, ordered mon, supplier says 5-7 days | st=Awaiting parts; s?
parts came, no longer awaiting, bob's cracking on |
reopen, closed by mistake | st=In progress
agent asked if its urgent, i said no, normal | p=Normal
budget was 300, landlord's upped to 450 | t?
bob wants 35 an hour, reckons 3 hrs |
invoice 2231 for 186.40 in, over the 150 we agreed |
total budget 680 of which 520 contractor, rest our fee | b=520; t=680
callout 85 first hr then 22.50 per half hour |
no budget yet, last one there cost 275 |
vat at 5% not 20, energy saving job. comes to 400 before vat | v=5
contractor budget 2k, total tbc | b=2000
send letter to tenant's new place 9 quay street, job itself still 112 elm row | a?
zed friday — no wait thursday, and its 112 not 12 elm row | a?; s?
if ace gas can't do tomorrow give it to bob fri, else leave | s?
scrap what i said about urgent. low. and its jane not john | p?
budget 500 not 5000, sorry, due 30 june not july | t=500; e?
no don't, tenant says still dripping, put it back to in progress status: complete | st?
was with bob jones, he's gone off sick, ace plumbing covering from monday | c?; s?
make it electrical not plumbing, zed electrical instead of ace plumbing, still due 19th | c=Zed Electrical; e=0619; ty?
status: complete ⏎ invoice ref: AP-0991 ⏎ WO: 77120 | i=AP-0991; st=Complete; wo=77120
began thurs, should be finished tues, inspection the tues after | e?; s?
parts land tues 16th, fit within 3 days of that | e?; s?
unless zed says otherwise status: complete | st?
once the invoice is in status: complete | st?
if ll says no status: cancelled |
not zed electrical any more, bob jones is doing it | c?
budget 900 not 90, sorry | t=900
agent is now sue park not northern lets | ag=Sue Park
total 800 of which 600 contractor | b=600; t=800
contractor bob jones, start mon 15th, end fri 19th | c=Bob Jones; e=0619; s=0615
friday, bob jones, 250 | c=Bob Jones; s=0612
all done status: complete | st=Complete
start: friday | s=0612
bob jones instead of ace gas, start mon | c=Bob Jones; s=0615
due 30 june, budget 400 | e=0630; t=400
priority high, contractor ace plumbing, still leaking | c=Ace Plumbing Ltd; p=High
"""
