"""Lines that name one of several, or what holds another time or under a condition, and plain ones beside them, with what each comes to.

The letters are those of the lines that turn round.
"""

WEIGHED_IN_LINES = """\
lock on front door sticking, 12 elm row. access locks or bob, whoevers free first | a=12 Elm Row; c?
lock sticking, 12 elm row. bob or access locks | a=12 Elm Row; c?
leak 12 elm row, ace plumbing or bob jones | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row, ace plumbing or bob | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row, bob jones or whoever | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row, either bob jones or another plumber | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row, bob jones friday or monday | a=12 Elm Row; c=Bob Jones; ty=Plumbing; s?
leak 12 elm row, bob jones today or tomorrow | a=12 Elm Row; c=Bob Jones; ty=Plumbing; s?
lock or handle sticking at 12 elm row, access locks please | a=12 Elm Row; c=Access Locks
leak 12 elm row, bob jones pls, ring first or text | a=12 Elm Row; c=Bob Jones; ty=Plumbing
tap or valve leaking 12 elm row, ace plumbing ltd | a=12 Elm Row; c=Ace Plumbing Ltd; ty=Plumbing
leak 12 elm row, bob jones, kitchen or bathroom unclear | a=12 Elm Row; c=Bob Jones; ty=Plumbing
From: Northern Lets ⏎ Property: Flat 2, 8 High Street York ⏎ Tenant: John Smith ⏎ Kitchen drawer front come off, landlord's usual man is Bob Jones but happy with anyone | a=Flat 2, 8 High Street; te=John Smith; ag?; c?
leak 12 elm row, landlord's usual is Bob Jones but happy with anyone | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row, bob jones or anyone is fine | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row, landlord's usual man is Bob Jones | a=12 Elm Row; c=Bob Jones; ty=Plumbing
leak 12 elm row, bob jones please, tenant happy with any day | a=12 Elm Row; c=Bob Jones; ty=Plumbing
leak 12 elm row, bob jones please but any day is fine | a=12 Elm Row; c=Bob Jones; ty=Plumbing
Mrs A Lee 5 Station Rd York. Contractor last time = Ace Plumbing. Contractor this time = tbc. Waste pipe under sink come apart. | a=5 Station Road, York; ty=Plumbing; c?
leak 12 elm row. Contractor last time: Ace Plumbing Ltd | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row. Previous contractor: Ace Plumbing Ltd | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row. Contractor previously: Bob Jones | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row. Contractor used before = Bob Jones | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row. Contractor this time = Bob Jones | a=12 Elm Row; c=Bob Jones; ty=Plumbing
leak 12 elm row. Contractor: Bob Jones | a=12 Elm Row; c=Bob Jones; ty=Plumbing
leak 12 elm row. Contractor name: Bob Jones | a=12 Elm Row; c=Bob Jones; ty=Plumbing
leak 12 elm row. contractor bob jones | a=12 Elm Row; c=Bob Jones; ty=Plumbing
leak 12 elm row. Contractor = Bob Jones, last time it was the valve | a=12 Elm Row; c=Bob Jones; ty=Plumbing
leak 12 elm row, if it's not fixed by noon then send bob jones | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row, in case it's the boiler send ace gas | a=12 Elm Row; ty=Gas; c?
leak 12 elm row, send bob jones if he's free | a=12 Elm Row; ty=Plumbing; c?
raise a job for the loose bannister at Flat 12, 3 Elm Row would you, it was reported on Monday but I only saw it today. The joiner does that street on Fridays so it'll be this Friday or the one after | a=Flat 12, 3 Elm Row; s?
leak 12 elm row, bob jones this friday or next | a=12 Elm Row; c=Bob Jones; ty=Plumbing; s?
leak 12 elm row, bob jones friday or the following one | a=12 Elm Row; c=Bob Jones; ty=Plumbing; s?
leak 12 elm row, bob jones on friday or the week after | a=12 Elm Row; c=Bob Jones; ty=Plumbing; s?
leak 12 elm row, bob jones on friday or the next | a=12 Elm Row; c=Bob Jones; ty=Plumbing; s?
leak 12 elm row, bob jones on friday or ring me | a=12 Elm Row; c=Bob Jones; s=0612; ty=Plumbing
leak 12 elm row, bob jones on friday or the tenant will go mad | a=12 Elm Row; c=Bob Jones; s=0612; ty=Plumbing
leak 12 elm row, bob jones on friday, am or pm | a=12 Elm Row; c=Bob Jones; s=0612; ty=Plumbing
leak 12 elm row, start friday, the one after the party | a=12 Elm Row; ty=Plumbing; s?
Morning team, ref the leak at 12 Elm Row, Ace Plumbing attended Monday and made safe, Zed Electrical have isolated the lights, we now need a plasterer. Thanks Sue | a=12 Elm Row; ag?; c?; s?; ty?
9 quay street toilet + kitchen light, budget 200 all in | a=9 Quay Street; t=200; ty?
Two things at 112 Elm Row, the loft hatch won't shut and the doorbell's dead. Bob can do the hatch on Friday but the bell will have to be an electrician, no date for that yet | a=112 Elm Row; s=0612; c?; ty?
12 elm row toilet leaking through kitchen light | a=12 Elm Row; ty=Plumbing
12 elm row toilet leaking and dripping on the light | a=12 Elm Row; ty=Plumbing
12 elm row toilet blocked and kitchen socket dead | a=12 Elm Row; ty?
12 elm row shower and tap dripping | a=12 Elm Row; ty=Plumbing
12 elm row boiler leaking water | a=12 Elm Row; ty=Gas
12 elm row kitchen tap dripping, electrician was here monday | a=12 Elm Row; s?; ty?
addr: 12 elm row, prob: shower tray cracked, pri: normal, due: 19/6 | a=12 Elm Row; e=0619; p=Normal
addr 12 elm row, pri high, shower cracked | a=12 Elm Row; p?
add: 12 elm row, desc: shower cracked, pri: high | a=12 Elm Row; p=High
9 Quay Street, damp patch, start 15/06/26, due 19/06/26 | a=9 Quay Street; e=0619; s=0615
9 Quay Street, damp patch, due 19/06/26 | a=9 Quay Street; e=0619
Hi, can you raise for 5 Station Road Leeds: ⏎ - replace bathroom fan ⏎ - ease front door ⏎ - NOT the fence, landlord doing himself ⏎ thanks | a=5 Station Road, Leeds
leak 12 elm row, bob jones friday, anyone can let him in | a=12 Elm Row; c=Bob Jones; s=0612; ty=Plumbing
leak 12 elm row, bob jones friday, is anyone available to let him in | a=12 Elm Row; c=Bob Jones; s=0612; ty=Plumbing
leak 12 elm row, bob jones, any plumber will do | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row, ace plumbing ltd, whoever is free there | a=12 Elm Row; ty=Plumbing; c?
leak 12 elm row, ace plumbing ltd please, no preference on time | a=12 Elm Row; c=Ace Plumbing Ltd; ty=Plumbing
leak 12 elm row, ace plumbing ltd and/or bob | a=12 Elm Row; ty=Plumbing; c?
send bob jones or ace to 12 elm row, lock broken | a=12 Elm Row; c?
lock broken 12 elm row, key under mat or ring ann lee. bob jones to go | a=12 Elm Row; c=Bob Jones
lock broken 12 elm row, bob jones to go or it will get worse | a=12 Elm Row; c=Bob Jones
lock broken 12 elm row, bob jones or similar | a=12 Elm Row; c?
lock broken 12 elm row, bob jones morning or afternoon | a=12 Elm Row; c=Bob Jones
lock broken 12 elm row, with bob jones or in house | a=12 Elm Row; c?
12 elm row boiler or radiator valve leaking, ace gas | a=12 Elm Row; c=Ace Gas; ty=Gas
leak 12 elm row, tenant has turned off the stopcock | a=12 Elm Row; ty=Plumbing
lights out 12 elm row, zed electrical have isolated the lights | a=12 Elm Row; ty=Electrical; c?
12 elm row boiler + radiators not working | a=12 Elm Row; ty=Gas
12 elm row tap + shower dripping | a=12 Elm Row; ty=Plumbing
12 elm row toilet & door handle broken | a=12 Elm Row; ty?
12 elm row tap plus sink blocked | a=12 Elm Row; ty=Plumbing
12 elm row several problems with the boiler | a=12 Elm Row; ty=Gas
two jobs at 12 elm row, tap dripping, sink blocked | a=12 Elm Row; ty=Plumbing
12 elm row boiler, 2 issues, no hot water and noisy | a=12 Elm Row; ty=Gas
12 elm row if no answer use the key safe, bob jones to fix tap | a=12 Elm Row; c=Bob Jones; ty=Plumbing
12 elm row tap, if poss send bob jones | a=12 Elm Row; c=Bob Jones; ty=Plumbing
12 elm row tap, if you need to get in ring ann lee, then send bob jones | a=12 Elm Row; c=Bob Jones; ty=Plumbing; te?
12 elm row tap, otherwise fine, bob jones friday | a=12 Elm Row; c=Bob Jones; s=0612; ty=Plumbing
12 elm row tap, should it leak again call ace plumbing ltd | a=12 Elm Row; ty=Plumbing; c?
12 elm row leak, time 9-12, bob jones | a=12 Elm Row; c=Bob Jones; ty=Plumbing
12 elm row leak, next time: ring first | a=12 Elm Row; ty=Plumbing
12 elm row leak, bob jones this friday or the week after that | a=12 Elm Row; c=Bob Jones; ty=Plumbing; s?
12 elm row leak, bob jones friday or next week | a=12 Elm Row; c=Bob Jones; ty=Plumbing; s?
12 elm row leak, bob jones friday, next one along from the post box | a=12 Elm Row; c=Bob Jones; s=0612; ty=Plumbing
12 elm row leak, bob jones friday or sooner | a=12 Elm Row; c=Bob Jones; e=0612; ty=Plumbing
Hi, can you raise for Rose Cottage: ⏎ - replace bathroom fan | a=Rose Cottage, Mill Lane, York
Hi Sue, ⏎ tap dripping at 12 elm row | a=12 Elm Row; ty=Plumbing
Hi team, please see below ⏎ tap dripping at 12 elm row | a=12 Elm Row; ty=Plumbing
Hi, another one at 12 elm row please ⏎ tap dripping | a=12 Elm Row; ty=Plumbing
addr: 12 elm row ⏎ prob: tap dripping ⏎ pri: high | a=12 Elm Row; p=High; ty=Plumbing
address: 12 elm row, problem: tap dripping, priority: high | a=12 Elm Row; p=High; ty=Plumbing
"""
WEIGHED_IN_UPDATES = """\
put 49 on hold till the landlord's back on the 22nd, unless it gets worse in which case just send Ace Gas and I'll square it with him | c?; s?
if it gets worse send ace gas | c?
if it gets worse, just send ace gas | c?
on hold, otherwise send bob jones | st=Awaiting parts; c?
bob jones, unless it rains | c?
send ace gas, and if it gets worse ring me | c=Ace Gas
just send ace gas | c=Ace Gas
assign to ace gas, in any case before friday | c=Ace Gas; s?
contractor: bob jones or ace gas | c?
bob jones or whoever is free | c?
addr: 14 elm row | a=14 Elm Row
"""
