"""Lines that colleagues type, dictate, paste and forward: new jobs, each with what is to be filled in and what is asked about.

`a` address, `p` priority, `st` status, `ty` type, `c` contractor, `ag` agent, `te` tenants, `s` start, `e` end, `t` and `b` budgets, `v` VAT;
`c?`: open, and offered. ⏎: a new line.
"""

TYPED_BY_COLLEAGUES = """\
boiler down 14 elm row, ace gas tmrw am | a=14 Elm Row; c=Ace Gas; s=0611; ty=Gas
leak under sink flat 2 8 high st york asap | a=Flat 2, 8 High Street; p=Urgent; ty=Plumbing
3 oak lane - gate hinge gone. low | a=3 Oak Lane; p=Low
cp12 due 9 quay street by 30th june | a=9 Quay Street; e=0630; ty=Gas safety
zed to rose cottage thurs, sockets dead in kitchn | a=Rose Cottage, Mill Lane, York; c=Zed Electrical; s=0611; ty=Electrical
lost keys 112 elm row need locksmith tonight | a=112 Elm Row; s=0610
toilet wont flush 5 station road york | a=5 Station Road, York; ty=Plumbing
no hot water oak lane wycombe | ty=Gas; a?
bob fri 2pm, shed door, 12 elm row ls1 4ab | a=12 Elm Row; c=Bob Jones; s=0612
gutters rose cottage no rush | a=Rose Cottage, Mill Lane, York; p=Low
Elm row again. boiler lost pressure | ty=Gas; a?
smoke alarm chirping, 5 station rd leeds, ann lee | a=5 Station Road, Leeds; te?
pls book EICR 14 Elm Row before 3 July | a=14 Elm Row; ty=Electrical
tap dripping in bathroom at quay st, tenant jane smith, whenever suits | p=Low; te=Jane Smith; ty=Plumbing; a?
shower running cold flat 12 3 elm row | a=Flat 12, 3 Elm Row
fence panel down @ 5 station road | a?
Mould, back bedroom, Flat 2 High Street. Ann Lee tenant. | a?; te?
URGENT 9 Quay St no electric at all | a=9 Quay Street; p=Urgent; ty=Electrical
kitchen light, 112 elm, zed, mon | c=Zed Electrical; s=0615; ty=Electrical; a?
gas cert oak lane ace gas £75 + vat | ty=Gas safety; a?; b?; c?
oven door off 12 elm row john smith home after 4 | a=12 Elm Row; te?
locks changed 5 station rd york fri am access locks 110 inc vat | a=5 Station Road, York; c=Access Locks; t=110; s?
smell of gas!! flat 2, 8 high street | a=Flat 2, 8 High Street; p=Urgent; ty=Gas
Can you get Bob round to 14 Elm Row on Monday to rehang the bathroom door? Jane Smith is the tenant, she works from home so any time | a=14 Elm Row; c=Bob Jones; s=0615; te?
new job for ace plumbing, dripping stopcock at 3 oak lane, budget £120, to be done by next wednesday | a=3 Oak Lane; c=Ace Plumbing Ltd; e=0617; t=120; ty=Plumbing
Northern Lets just rang, boiler at 9 Quay Street showing F28 and tenant has no heating. High priority pls | a=9 Quay Street; p=High; ty=Gas; ag?
landlord of Rose Cottage wants the hedge cut back before the end of the month, happy to pay up to £200 | a=Rose Cottage, Mill Lane, York; s?; t?
hi, could someone look at the extractor fan in flat 12, 3 elm row please. reported last tuesday and nobody has rung him back. tenant is john smith | a=Flat 12, 3 Elm Row; te=John Smith; s?
theresa at 112 elm row says the radiator in the hall is leaking onto the carpet, she's away from friday till the 22nd so tomorow would be best | a=112 Elm Row; e?; s?; te?; ty?
Need a quote for repainting the hall at 5 Station Road, Leeds. Sue Park is dealing. No rush, end of July is fine | a=5 Station Road, Leeds; e=0731; p=Low; ag?
plug socket sparked at 12 elm row this morning, tenant scared to use it, get zed there today please | a=12 Elm Row; c=Zed Electrical; s=0610; ty=Electrical
raise one for bob - 2 x broken kitchen drawers, flat 2 8 high street york, £60 no vat, general | a=Flat 2, 8 High Street; c=Bob Jones; t=60; ty=General; b?; v?
Annual gas safety check 5 Station Road York, last one was 24 June 2025 so must be done by 23 June. Ace Gas. Ann Lee 07700 900123 | a=5 Station Road, York; c=Ace Gas; e=0623; ty=Gas safety; te?
washing machine flooding the kitchen at Oak Lane, ace plumbing are on the way now | c=Ace Plumbing Ltd; p=Urgent; a?
back door lock sticking at 14 elm row, access locks can do thursday between 10 and 12, £85 plus vat | a=14 Elm Row; b=85; c=Access Locks; s=0611; v=20
Sue emailed about the loose banister at Rose Cottage. Bob to go a week on Friday, he's charging eighty quid no VAT | a=Rose Cottage, Mill Lane, York; c=Bob Jones; s=0619; ag?; t?; v?
tenants at 112 Elm Row (john and jane smith) have mice again, third time since march | a=112 Elm Row; te?
outside light not working at quay street, not urgent, whenever zed is next over that way | ty=Electrical; a?; c?
please log: cracked pane, front bedroom window, 3 Oak Lane High Wycombe. Glazier to be confirmed. Due 19/6 | a=3 Oak Lane; e=0619
Toilet cistern constantly running - 12 Elm Row - John Smith - Ace Plumbing - Mon 15 June - 9.30am - £95+VAT = £114 | a=12 Elm Row; c=Ace Plumbing Ltd; s=0615; ty=Plumbing; b?; t?; te?; v?
PAT test at flat 2 high st before new tenant moves in on 1 july, zed, cost 50 + vat | b=50; ty=Electrical; v=20; a?; c?; s?
end of tenancy tidy up 5 station road leeds, keys in office, bob wed 17th and thu 18th | a=5 Station Road, Leeds; c?; s?
boiler service, rose cottage, any day week commencing 22nd, ace gas, £90 inc vat | a=Rose Cottage, Mill Lane, York; c=Ace Gas; s=0622; t=90; ty=Gas
Flat 12 3 Elm Row: fuse box tripping every time they use the shower. Zed tomorrow 8am. high | a=Flat 12, 3 Elm Row; p=High; s=0611; ty=Electrical; c?
mrs patel at 22 Beech Avenue Harrogate has a leaking kitchen tap, ace plumbing when they can, normal priority | p=Normal; ty=Plumbing; c?
47b Roundhay Road Leeds LS8 4AR, intercom dead, agent northern lets, tenant not known yet | ag=Northern Lets
Pls raise for Dave Hirst Roofing - slipped tiles at 14 Elm Row, he can go Sat morning, quoted £340 inc VAT | a=14 Elm Row; s=0613; t?
carpet fitter needed 9 quay st, landlord has ok'd £450 plus VAT, must be in by 26 june | a=9 Quay Street; b=450; e=0626; v=20
just had Ann on the phone from 5 station rd york, bath's not draining & shes tried mr muscle. wants it done fri after 3pm | a=5 Station Road, York; s=0612; ty=Plumbing; te?
hob ignition clicking non stop at oak lane, gas hob, ace gas pls, tues | c=Ace Gas; s=0616; ty=Gas; a?
Gate code at Rose Cottage is 4471. Needs bob to fix the letterbox by Friday | a=Rose Cottage, Mill Lane, York; c=Bob Jones; e=0612
CO alarm going off 112 elm row!!! tenants outside, need ace gas NOW | a=112 Elm Row; c=Ace Gas
loft hatch at 12 elm row dropped off, low priority, budget 40 quid | a=12 Elm Row; p=Low; t=40
immersion heater gone at flat 2 8 high street. zed or whoever's free. within 24 hrs please | a=Flat 2, 8 High Street; c?
can we get the smokes tested at all of 5 station road leeds by eow | a=5 Station Road, Leeds; e=0612
Wasp nest under eaves, 3 Oak Lane. Tenant Theresa May is allergic so treat as urgent. Pestaway (01494 555 0142) said £70 | a=3 Oak Lane; p=Urgent; te=Theresa May; t?
job at quay st pls (general): replace bathroom sealant. bob. 1 day. start mon finish mon | e=0615; s=0615; ty=General; a?; c?
electric shower tripped and wont reset, 14 elm row, john & jane smith, evenings only after 6 | a=14 Elm Row; ty=Electrical; te?
Radiators cold upstairs, fine downstairs. Flat 12, 3 Elm Row. Not had the engineer since Nov. Ace Gas can fit in a week today at 11 | a=Flat 12, 3 Elm Row; c=Ace Gas; s=0617; ty=Gas
sue park wants three broken blinds replaced at 5 Station Rd York before viewings on 25th. £130 max including vat | a=5 Station Road, York; t=130; ag?; s?
"""
SENT_TO_COLLEAGUES = """\
urgent - water coming thru ceiling at 12 elm row from flat above, tenant john smith 07700 900456, anyone who can get there this aft | a=12 Elm Row; p=Urgent; s=0610; te=John Smith; ty=Plumbing
Legionella assessment for 9 Quay Street, Northern Lets asked, to be completed by Fri 3rd July, budget £65 | a=9 Quay Street; e=0703; t=65; ag?
kitchen worktop swollen by sink, rose cottage, bob to measure up in a fortnight | a=Rose Cottage, Mill Lane, York; c=Bob Jones; s=0624; ty?
doorbell 112 elm row. bob. 20 quid. friday week | a=112 Elm Row; c=Bob Jones; s=0619; t=20
okay so new job um flat two eight high street york the cold tap in the kitchen has come off in her hand the tenants jane smith can ace plumbing go tomorrow morning please | c=Ace Plumbing Ltd; te=Jane Smith; ty=Plumbing; a?; s?
can you put one on for fourteen elm row the thermostat is stuck on thirty degrees and the tenant cant turn it down get ace gas there on friday budget a hundred and fifty pounds | c=Ace Gas; ty=Gas; a?; s?; t?
raise a job for one hundred and twelve elm row the light in the downstairs loo is flickering its not urgent but should be done by the end of next week zed electrical | ty=Electrical; a?; c?; e?
note to self rose cottage septic tank wants emptying before the twentieth of june about two hundred pounds plus vat dont know who does it ask sue | a=Rose Cottage, Mill Lane, York; ag?; s?; t?
five station road the leeds one not york trip switch keeps going get zed out this afternoon | c=Zed Electrical; ty=Electrical; a?; s?
hiya its oak lane in wycombe the burglar alarm panel is beeping code is one nine six six tenant is theresa may she'll be in from half five onwards any day but monday | te=Theresa May; a?; s?
new job nine key street leeds ls1 kitchen sink blocked full stop bob jones full stop thursday at ten full stop | c=Bob Jones; ty=Plumbing; s?
stick a job on for the communal stairs light at three elm row its not flat twelve its the communal bit zed on monday | s=0615; ty=Electrical; a?; c?
Hi its Ann from 5 Station Road York. The boiler keeps cutting out and we had no hot water again this morning. I'm in all day tomorrow if someone can come? Thanks Ann x | a=5 Station Road, York; s=0611; ty=Gas; te?
Hello, sorry to bother you ⏎ the back door handle has snapped and we cant lock it ⏎ we go away sat so really needs doing before ⏎ John Smith, 12 Elm Row | a=12 Elm Row; te?
from tenant: "hey the sink in the bathroom is blocked again, the guy came in april and said it might need a new trap. im home mon and tues only. jane, 14 elm row" | a=14 Elm Row; ty=Plumbing; s?; te?
Hi Laura ⏎ ⏎ Just to say the oven isn't working, neither the grill. Hob is ok. ⏎ I finish at 3 most days so after 3.30 is best. ⏎ ⏎ Theresa May ⏎ 3 Oak Lane | a=3 Oak Lane; te?
text from john at quay st - 'No power upstairs since last night, got a baby here so could do with it sorted today please' - zed can get there 5ish | c=Zed Electrical; s=0610; ty=Electrical; a?; te?
Morning! Tenant at rose cottage here. Toilet upstairs leaking at the base when flushed, put towels down. My husband is in Thursday and Friday, I'm not. Regards, Ann Lee | a=Rose Cottage, Mill Lane, York; ty=Plumbing; s?; te?
hi its flat 12 3 elm row, the heating wont go off!! its june!! like 30 degrees in here. can ppl come any time, there's a key safe by the bins 8820 | a=Flat 12, 3 Elm Row; ty=Gas
pasting from portal ⏎ Reported: 08/06/2026 ⏎ Property: 112 Elm Row, Leeds LS1 4AB ⏎ Tenant: Jane Smith ⏎ Issue: Kitchen tap loose and leaking at base ⏎ Availability: weekday mornings | a=112 Elm Row; te=Jane Smith; ty=Plumbing
Hi, window in the lounge wont shut properly, been like it since we moved in on 1st may. Not massively urgent. Theresa, Flat 2, 8 High Street | a=Flat 2, 8 High Street; s?; te?
[09:14, 10/06/2026] Jane Smith: hi theres water dripping from the light in bathroom ⏎ [09:15, 10/06/2026] Jane Smith: ive turned the electric off ⏎ [09:21, 10/06/2026] Me: Which address Jane? ⏎ [09:22, 10/06/2026] Jane Smith: 5 station road leeds | a=5 Station Road, Leeds; te?; ty?
[10/06, 07:58] Ann Lee: Boiler pressure zero again ⏎ [10/06, 07:58] Ann Lee: 9 quay st ⏎ [10/06, 08:10] Ann Lee: can someone come after work? 5.30 | a=9 Quay Street; ty=Gas; te?
WhatsApp from tenant (Mo, 31 Wharf Lane Leeds LS9 8AJ): bro the fridge freezer died all my food gone, can u get a new one this week |
[Tue 18:42] John 12 Elm: shower screen has come off its hinge ⏎ [Tue 18:42] John 12 Elm: nearly hit the kid ⏎ [Tue 19:03] Kelly (office): oh no! will get bob to you thurs ok? ⏎ [Tue 19:05] John 12 Elm: thurs is good before 12 | c=Bob Jones; s=0611; a?; te?
hi there its Jane, the lock on our front door is really stiff and my key nearly snapped today. we r at 5 station road york. can someone come wed 17th? thanks | a=5 Station Road, York; s=0617; te?
Fwd from tenant ⏎ > Hello, the dishwasher is leaving water in the bottom. Contract says it's the landlord's. I am away 12-20 June, after that any day. ⏎ > John Smith, Rose Cottage | a=Rose Cottage, Mill Lane, York; e?; s?; te?
Good afternoon, I am the tenant of 14 Elm Row. The extractor in the bathroom has stopped and we are getting damp. You may use your keys. Kind regards Ann Lee | a=14 Elm Row; te?
tenant says: garden fence blew down in the storm on sunday, dog keeps getting out!! 3 oak lane hp11. bob has looked, 180 labour and materials no vat | a=3 Oak Lane; c?; s?; v?
From: lettings@northernlets.example ⏎ Subject: 14 Elm Row - gas safety ⏎ ⏎ Hi, the CP12 at the above runs out on 28 June. Please arrange renewal before then. Tenants are John and Jane Smith. ⏎ Thanks, Northern Lets | a=14 Elm Row; te=John Smith & Jane Smith; ty=Gas safety; ag?; s?
Subject: RE: Rose Cottage ⏎ Hi Tom, yes please go ahead with the electrician, £210 + VAT is fine. Would like it done by the 24th as we have guests on 27th. Sue Park | a=Rose Cottage, Mill Lane, York; ty=Electrical; ag?; b?; e?; s?
Dear all, ⏎ Please can you arrange for the kitchen ceiling at 9 Quay Street to be made good following the leak in April (invoice 2231, £186). Budget for this £250 plus VAT. No particular hurry. ⏎ Regards, M. Holroyd (landlord) | a=9 Quay Street; b=250; p=Low; v=20; t?
Hi team, tenants vacating 112 Elm Row on Fri 26th. Could we have a full clean booked for Mon 29th and Tues 30th June? We paid £220 last time. Sue | a=112 Elm Row; e=0630; s=0629; ag?; t?
From: Sue Park ⏎ To: Maintenance ⏎ Flat 2, 8 High Street: TV aerial socket hanging off the wall. Landlord will pay up to £75 inc VAT, no more. Theresa May is in most afternoons. | a=Flat 2, 8 High Street; ty=Electrical; ag?; t?; te?
Please raise the following: ⏎ Address: 5 Station Road, York ⏎ Problem: rear gutter leaking at joint ⏎ Contractor: Bob Jones ⏎ Priority: Normal ⏎ Due: 25/06/2026 ⏎ Budget: £100 | a=5 Station Road, York; c=Bob Jones; e=0625; p=Normal; t=100; ty=Plumbing
Hello, further to our call, I'd like a quote for new internal doors x4 at Flat 12, 3 Elm Row. I had a price of £900 from a friend but would rather you did it. Mr Ahmed (LL) | a=Flat 12, 3 Elm Row; t?
Hi both - Zed have quoted £480 + 20% VAT (£576) to replace the consumer unit at 3 Oak Lane. Landlord approved yesterday. They can start Mon 22 June, should take two days. Theresa knows. | a=3 Oak Lane; s=0622; ty=Electrical; v=20; b?; c?; t?; te?
Subject: Complaint - 12 Elm Row ⏎ I have now rung three times since 29 May about the damp in the front bedroom. If nobody attends by Monday I will go to the council. ⏎ Jane Smith | a=12 Elm Row; e?; te?
Hi Maintenance, a new tenant, Ann Lee, moves into 5 Station Road, Leeds on Saturday 20th. Can you get the locks changed before that - Access Locks usually do it for £95+VAT. Thanks, Northern Lets | a=5 Station Road, Leeds; ag?; b?; c?; s?; te?
Good morning, I own 8 Albion Mews, York YO24 1HH. My tenants (the Okafors) say the garage door is jammed. Please send somebody next Tuesday if possible. Thanks, Helen Burke | s=0616
RE: boiler 9 Quay St ⏎ Ace Gas attended Monday, fan has gone, part on order £140+vat fitted, expected 17th. please set up the job so we can track it | a=9 Quay Street; b=140; ty=Gas; v=20; c?; s?
ace gas going to 12 elm row fri at 9 for boiler service, tenant john smith, we pay 80 + vat | a=12 Elm Row; c=Ace Gas; s=0612; te=John Smith; ty=Gas; b?
stair carpet lifting at 5 station rd leeds, trip hazard!! bob today or tmrw. type general | a=5 Station Road, Leeds; ty=General; c?; s?
tenant locked out, flat 2 8 high st, access locks attending 4pm today, tenant to pay £90 herself | a=Flat 2, 8 High Street; c=Access Locks; p=Urgent; s=0610; t?
Emergency lights test at 3 Elm Row block, monthly, zed, by 30 June | c=Zed Electrical; e=0630; ty=Electrical; a?
pls can some one chase up a plumber 4 rose cottage, outside tap burst, bucket under it for now, Normal | a=Rose Cottage, Mill Lane, York; p=Normal; ty=Plumbing
bathroom fan + 2 downlights, 112 Elm Row, Zed Electrical, £165 + VAT, wk of 15th, Theresa May to be rung first | a=112 Elm Row; b=165; c=Zed Electrical; s=0615; ty=Electrical; v=20; te?
Weeds/rubbish rear yard 14 elm row. council notice says cleared by 1 July. bob £120 | a=14 Elm Row; t=120; c?; e?
can you book ace plumbing for the leaky shower valve at high street flat, 16th, am slot, Ann Lee's number is on file | c=Ace Plumbing Ltd; ty=Plumbing; a?; s?; te?
5 Station Road York YO24 - replace toilet seat. 30 quid all in, bob, anytime this month | a=5 Station Road, York; t=30; ty=Plumbing; c?
Job pls. Oak Lane. Cooker circuit RCD. Zed. Thurs 18th. £110 ex VAT. | b=110; c=Zed Electrical; s=0618; ty=Electrical; v=20; a?
gas fire wont light in lounge @ rose cottage, ann lee, ace gas, sometime next wk not tues | a=Rose Cottage, Mill Lane, York; c=Ace Gas; ty=Gas; s?; te?
high: rotten step at back of 12 elm row, postman went through it. sue's on my case, bob first thing tmrw | a=12 Elm Row; p=High; s=0611; ag?; c?
fridge seal gone flat 12 / 3 elm row. order part, fit when arrives. tenant jane smith. Awaiting parts | a=Flat 12, 3 Elm Row; st=Awaiting parts; te=Jane Smith
Log retrospectively pls: bob cleared the blocked sink at 14 elm row on monday, £55 no vat, all done | a=14 Elm Row; t=55; ty=Plumbing; b?; c?; s?; v?
Bathroom radiator hanging off wall 5 station road leeds. ace plumbing quote 130+vat accepted. they're free mon-weds, go for weds | a=5 Station Road, Leeds; s=0617; b?; c?; e?; ty?
2 new fobs needed for 60 Calls Wharf apt 14, LS2. about £25 each |
john smith's rang re 112 elm - shower tray cracked, leaking thru to kitchen. v urgent. try ace plumbing, if not bob | p=Urgent; ty=Plumbing; a?; c?; te?
MEES/EPC visit: Flat 2, 8 High Street, York, assessor Gary Platt, Fri 19 June 1.15pm, £60 inc. | a=Flat 2, 8 High Street; s=0619; t?
kitchen lights been out at 14 elm since sat, jane's cooking by torch. zed asap, don't go over £100 before VAT | a=14 Elm Row; p=Urgent; ty=Electrical; c?; t?; te?
Same as last time at 14 Elm Row but this one's for number 12: toilet leaking, ace plumbing, thurs | c=Ace Plumbing Ltd; s=0611; ty=Plumbing; a?
ace to 12 elm row tomorrow, boiler AND a leak under the bath | a=12 Elm Row; s=0611; c?; ty?
Ann may be out friday so go thursday instead, quay street, bob, curtain rail | a?; c?; s?; te?
flat 12 elm row no water in kitchen, mr smith | ty=Plumbing; a?; te?
reported in may, still not done, theresa is furious. wardrobe door, 3 oak lane. bob by friday or else | a=3 Oak Lane; e=0612; c?; te?
Not Bob this time please, landlord fell out with him. Sagging board in airing cupboard, 112 Elm Row | a=112 Elm Row
Access is via next door at no 16, they have the key. 14 elm row, leaking rad valve, mon 8-10 | a=14 Elm Row; s=0615; ty=Plumbing
zed can't do fri, can do mon. cooker hood light, 5 station rd york, was going to be £70 now £85 +vat | a=5 Station Road, York; s=0615; ty=Electrical; b?; c?; t?; v?
tenant thinks its the boiler but ace gas were there yest and its fine, its the pump on the electric shower. rose cottage. zed weds next week | a=Rose Cottage, Mill Lane, York; s=0617; c?; ty?
john smith is moving out of 12 elm row on 30th, jane lee moving in. need inventory clean + key cut between, say 1st and 2nd july | a=12 Elm Row; s?
can we do the gas safe at 5 station rd next friday? Ace Gas, 65 plus vat | b=65; c=Ace Gas; s=0619; ty=Gas safety; v=20; a?
its been leaking for 2 weeks so another day wont hurt - kitchen tap quay st, ace plumbing, fri pm | c=Ace Plumbing Ltd; s=0612; ty=Plumbing; a?
Landlord of 3 Oak Lane, a Mr John Smith (NOT the tenant), wants patio slabs relaid, £600 budget, before his visit 4 July | a=3 Oak Lane; t=600; s?
northern lets say its sue's property now, so her as agent. 112 elm row, front gate, bob mon | a=112 Elm Row; s=0615; ag?; c?
Ace Plumbing invoiced £240 for the last one at 9 Quay St, no way again. Same blockage. Bob says 90, no VAT. tomorrow at 1 | a=9 Quay Street; s=0611; ty=Plumbing; c?; t?; v?
12 elm row - or is it 112? the one with the blue door. light switch buzzing. Zed pls | c=Zed Electrical; ty=Electrical; a?
Priority low for the landlord, high for me lol - mirror fell off at Flat 2, 8 High St, glass everywhere | a=Flat 2, 8 High Street; p?
Jane Smith at 14 Elm Row rang about next door's leak (no 12), it's coming thru the party wall. need ace plumbing in no 12 asap | c=Ace Plumbing Ltd; p=Urgent; ty=Plumbing; a?; te?
job was booked for 10th but rearranged to 12th, not on the system so pls add: zed, rose cottage, loft light, 2-4pm | a=Rose Cottage, Mill Lane, York; ty=Electrical; c?; s?
boiler cupboard door has come off, 5 station road leeds. boiler's ok. bob | a=5 Station Road, Leeds; c?
high st flat - 'urgent' according to tenant (its a squeaky door). bob next time hes in york | a?; c?
£150 deposit held, tenant damage: hole in bedroom door flat 12, 3 elm row. bob to replace, he said £110. By 26th as checkout is 29th | a=Flat 12, 3 Elm Row; c=Bob Jones; e=0626; t?
Quote from Zed: 3 hrs @ £45 + parts £38 = £173 ex VAT, 207.60 inc. new outside socket, 14 Elm Row, they'll start Thurs 25th | a=14 Elm Row; ty=Electrical; b?; c?; s?; t?
CP12 expired 7th june at 112 elm!! how did we miss this. ace gas, first slot they've got, ring john smith to arrange | a=112 Elm Row; c=Ace Gas; ty=Gas safety; s?; te?
smiths at 5 station rd leeds, bathroom ceiling, after the leak ace plumbing fixed last week. needs plasterer, let it dry out so not before 22nd | a=5 Station Road, Leeds; c?
sat 13th or mon 15th for the lock at rose cottage? tenant prefers sat but access locks charge double (£140 v £70) | a=Rose Cottage, Mill Lane, York; c?; s?; t?
Hi it's Theresa's mum, she's at work. Her bathroom light's gone at 12 elm row and she's in after 6 except thurs. Pam | a=12 Elm Row; ty=Electrical; s?; te?
13 elm row, gutter, bob, friday. and yes 13 not 12 or 14, its new on our books | c=Bob Jones; s=0612; a?
radiator valve oak lane: ace gas or ace plumbing whichever is cheaper. under £100. this week | t=100; a?; c?; s?; ty?
pls diarise: 6-month inspection follow up, 9 Quay Street, loose handrail, was flagged 2 Dec, give to bob, finish by bank hol 31 Aug | a=9 Quay Street; c=Bob Jones; e=0831; s?
"""
