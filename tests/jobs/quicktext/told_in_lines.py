"""Lines of people who never saw how they are read: new jobs, each with what is to be filled in and what is asked about.

`a` address, `p` priority, `st` status, `ty` type, `c` contractor, `ag` agent, `te` tenants, `s` start, `e` end, `t` and `b` budgets, `v` VAT,
`wo`, `q`, `i` references; `c?`: open, and offered. ⏎ and ⇥: a new line, a tab.
"""

TOLD_IN_TEXTS = """\
Leak under sink 12 Elm Row, Bob Jones booked in, not this Monday coming but the one after | a=12 Elm Row; c=Bob Jones; ty=Plumbing; s?
Shower's been dead at 9 Quay Street since last Tuesday apparently!! needs sorting by end of the week pls she's fuming | a=9 Quay Street; e?; s?
Fence down at 3 Oak Lane High Wycombe, whole back run of it, her dog's got out twice already and next door have been round. They're starting on the 22nd and it's a three day job so done by wed 24th, she knows and she's fine with that | a=3 Oak Lane; e=0624; s?
Gas safety at 14 elm row, old cert runs out 30 June so it has to be in before then | a=14 Elm Row; ty=Gas safety; s?
Dripping tap flat 2 8 High Street, reported 5th June by Ann Lee, only just seen the email sorry 🙈 | a=Flat 2, 8 High Street; ty=Plumbing; s?; te?
Bob Jones is doing the back door at 5 Station Road York a fortnight on Friday | a=5 Station Road, York; c=Bob Jones; s=0626
If the glass turns up Friday they'll fit it Monday at Rose Cottage, if not it's the week after so dont promise her anything | a=Rose Cottage, Mill Lane, York; s?
washer wants changing in bathroom tap 112 elm row, next friday if u can, tenants away the weekend before | a=112 Elm Row; ty=Plumbing; e?; s?
Same as job 50 but at 14 Elm Row, tap washer's gone again | a=14 Elm Row; ty=Plumbing
Plumber needed 9 Quay Street, NOT Ace again after last time, tenant says she's not letting them in | a=9 Quay Street; ty=Plumbing
Lock jammed front door 5 Station Road Leeds, ring Sue Park at the agents if u need the spare | a=5 Station Road, Leeds; ag?
Has smell at Rose Cottage, Theresa May rang it in, says next door had Ace Gas out last winter for the same thing | a=Rose Cottage, Mill Lane, York; c?; te?
Smith at 112 elm row again, bath won't drain x | a=112 Elm Row; ty=Plumbing
Electrics keep tripping flat 2 8 high st, tenant Ann Lee, agent Northern Lets, send zed pls and thank u | a=Flat 2, 8 High Street; ag=Northern Lets; c=Zed Electrical; te=Ann Lee; ty=Electrical
Can someone ring Bob Jones and see if he'd be up for the gutter at 14 elm row, haven't picked anyone yet | a=14 Elm Row; c?
Bob Smith did the tiles at 3 Oak Lane and half of them have popped off already, landlord's raging and tbh I don't blame him, need them doing properly this time by someone who actually knows what they're doing, no idea who tho so open to ideas | a=3 Oak Lane
Jean Smyth at 5 station road York has no heating, she's 82 so someone asap ⏎ Ace Gas if they can, but ring her son Bob first | a=5 Station Road, York; p=Urgent; ty=Gas; c?
Urgent, no heating at 14 Elm Row and there's a newborn, it's ducking freezing in there | a=14 Elm Row; p=Urgent; ty=Gas
New boiler wanted at 12 elm row, landlord asking for low cost options, nothing fancy | a=12 Elm Row; ty=Gas
Low water pressure flat 2, 8 High Street, normal in the kitchen it's just the shower | a=Flat 2, 8 High Street
window won't close at 9 Quay Street, been open all night and it's ground floor | a=9 Quay Street
General tidy up 3 Oak Lane now they've left. Not a gas job whatever Northern Lets have put | a=3 Oak Lane; ag?; ty?
Gas safety due at flat 12, 3 elm row, low priority there's ages left | a=Flat 12, 3 Elm Row; p=Low; ty=Gas safety
Road's closed outside 5 Station Road Leeds so skip can't go out front, anyway back fence panel's down | a=5 Station Road, Leeds
Budget 340 for the shower screen at 9 quay street | a=9 Quay Street; t=340
Fence at 3 oak lane blown over, landlord says somewhere between 200 and 300 but try get it cheaper | a=3 Oak Lane; t?
Bob's 45 an hour and reckons 3 hrs for the cupboards at 112 elm row, no budget set yet so don't put one | a=112 Elm Row; c?
Tenant wants her 850 deposit back cos she says the mould at flat 2 8 high street was there before she moved in, sent me about forty photos last night, so needs someone to go and do a damp check before I reply to her or it'll end up with the scheme | a=Flat 2, 8 High Street
Rent's 1100 a month and she's knocking 100 off cos the oven's dead at 14 elm row. She's definately not allowed to but landlord's being soft. Pls can someone look at it before she knocks any more off | a=14 Elm Row
Three prices for roof at Rose Cottage ⏎ Bob Jones 1,850 ⏎ some guy on the internet 1400 cash ⏎ landlords mate 900 😬 ⏎ budget's 1500 he says | a=Rose Cottage, Mill Lane, York; t=1500; c?
Tap dripping flat 12 elm row | ty=Plumbing; a?
5 station road no hot water since this morning | ty=Gas; a?
Water coming through from 14 Elm Row into 12, it's 14's washing machine hose so that's where he needs to go, tenant at 12 is soaked bless her | a=14 Elm Row; ty=Plumbing
Gutters at 12 and 14 Elm Row both overflowing, same ladder job really | a?
Neighbour at 112 elm row moaning about the hedge at number 14, can someone trim it back | a?
Bathroom light gone 12 elm road | ty=Electrical; a?
Broken gate LS1 4AB, dunno which house she hung up on me | a?
Window stuck at 9 Quay St LS1 4ZZ | a=9 Quay Street
Rose cottage back door's swollen, won't shut | a=Rose Cottage, Mill Lane, York
8 High Street communal light out on the stairs, not in any of the flats | ty=Electrical; a?
3 elm row front door buzzer dead, whole block can't get in | a?
Boiled service at 5 Station Rd in York. Not the Leeds one!! | a?
So tenant's moved from 9 quay street to 3 oak lane and the wardrobe won't go up the stairs at oak lane, can someone take the bannister off and put it back after, she says the removal lads wouldn't touch it and it's sat in the hall in bits | a=3 Oak Lane
Leak at 14 elm row AND the smoke alarm's chirping, oh and the arrears letter needs doing but that's me | a=14 Elm Row; ty=Plumbing
Get Bob Jones to 9 quay street tomoz morning for the banister, actually no leave it landlord's getting his own guy, just log it | a=9 Quay Street; c?; s?
112 elm row: hall bulb, wobbly bannister, bathroom fan dead. Split them if u have to. Fan's the only one that matters so that one high, rest whenever | a=112 Elm Row; p?
Shower tray cracked rose cottage. Was gonna stick it under job 12 but that's a different bathroom so new one pls, Ace Plumbing Ltd doing both | a=Rose Cottage, Mill Lane, York; c=Ace Plumbing Ltd
Either Tuesday or Wednesday next week for the carpet at Flat 2, 8 High Street, whichever Ann can do, she's checking her shifts and will text me back. Budget 400, or 500 if the underlay's gone, he had a look but couldn't tell without lifting it | a=Flat 2, 8 High Street; t=400; s?; te?
Address: 12 Elm Row Leeds ⏎ Issue: leak under kitchen sink ⏎ Priority: High ⏎ Tenant: Ann Lee ⏎ Access: key safe 4471 | a=12 Elm Row; p=High; te=Ann Lee; ty=Plumbing
Hi Cora, ⏎ Can we get someone to 9 Quay Street re the cooker hood, it's packed in. ⏎ Many thanks ⏎ Sue Park ⏎ Northern Lets, 22 Quill Street, Leeds LS9 9ZZ ⏎ sue@northernlets.example | 0161 496 0123 | a=9 Quay Street; ag?
Portal ticket #88213 ⏎ Reported: 08/06/2026 ⏎ Property: Rose Cottage, Mill Lane, York ⏎ Category: Plumbing ⏎ Severity: high ⏎ Tenant comments: toilet wont flush, been using a bucket all weekend, have tried turning the little valve like the last man said but nothing. Happy for someone to use the keys if I am out | a=Rose Cottage, Mill Lane, York; ty=Plumbing; e?; p?; s?
Contractor: tbc ⏎ Start date: ⏎ Budget: n/a ⏎ Address: 3 Oak Lane HP11 1AA ⏎ Problem: extractor fan dead noisy ⏎ Priority: normal | a=3 Oak Lane; p=Normal
tenant email jane.smith88@example.com phone 07700 900123, washing machine leaking at 14 Elm Row | a=14 Elm Row; ty=Plumbing
Priority: low (tenant says urgent, it's a bulb). Where: 5 Station Road, York. Who: Zed Electrical | a=5 Station Road, York; c=Zed Electrical; p=Low; ty=Electrical
112 Elm Row ⇥ boiler service ⇥ Gas ⇥ Ace Gas ⇥ 18/06/2026 ⇥ £95 | a=112 Elm Row; c=Ace Gas; s=0618; t=95; ty=Gas
FW: Re: Invoice 2291 ⏎ From: accounts@acegas.example ⏎ Date: 2 June 2026 ⏎ Please pay £186.00 for callout at 12 Elm Row. ⏎  ⏎ This has broke AGAIN since, needs a new job and a different contractor pls | a=12 Elm Row; t?
Agent: Northern Lets ⏎ Tenant: J Smith ⏎ Prop: 5 Station Rd ⏎ Desc: tank leaking brown water, tenant at work till 6 ⏎ Reported: Mon 8 June | ag=Northern Lets; a?
"""

TOLD_IN_LETTERS = """\
Kitchen ceiling at 12 Elm Row needs re-boarding ; the plasterer starts a week on Thursday and he reckons three days. | a=12 Elm Row; s=0618
Leak under the bath, 14 Elm Row. Tenant is away until Monday week and nobody is to go in before she's back , please. | a=14 Elm Row; ty=Plumbing; s?
Boiler at 9 Quay Street went off on Sunday night, tenant only told us this morning. No day arranged as yet. | a=9 Quay Street; ty=Gas; s?
Re-pointing of the rear wall at Rose Cottage , to be done when the weather turns, certainly not before the schools break up because of the noise and the children in the garden next door, and it must all be finished by the end of July. | a=Rose Cottage, Mill Lane, York; e=0731
Gas safety check at 3 Oak Lane. The certificate runs out on 4 July so it needs doing before then, Ace Gas can manage any day the week after next. | a=3 Oak Lane; c=Ace Gas; ty=Gas safety; s?
Front door sticking at 112 Elm Row - carpenter will look at it the day after tomorrow, if the rain holds off. | a=112 Elm Row; s?
Annual service of the boiler at Flat 2, 8 High Street, York. It was last done on 23 June 2025, I should like it done again by the same date this year. | a=Flat 2, 8 High Street; ty=Gas
Mrs Lee at 12 Elm Row is having a new carpet laid on the 18th ; the radiator has to be off the wall before that. I'll let you know the day. | a=12 Elm Row; s?; te?; ty?
Clear the gutters at 14 Elm Row on the first Monday in July, or failing that the Tuesday, but before the owner comes down on Friday 10th. | a=14 Elm Row; s?
Replace 6 slipped tiles & 12 foot of guttering at 14 Elm Row | a=14 Elm Row
Bob Jones noticed damp behind the wardrobe at 9 Quay Street while he was there about the lock. Someone ought to look at it. | a=9 Quay Street; c?
Overflow dripping at 112 Elm Row. Not Ace Plumbing this time please , they left it worse than they found it. | a=112 Elm Row; ty=Plumbing
Zedd Electricle are to go to 14 Elm Row on Friday about the cooker circuit, Ann Lee will be in all day. | a=14 Elm Row; s?; te?
Ace have been asked to see to the dripping stopcock, 3 Oak Lane | a=3 Oak Lane; ty=Plumbing
Mr Park rang about the light on the landing at Flat 2, 8 High Street - no relation to Sue ! | a=Flat 2, 8 High Street; ty=Electrical; ag?
Message on the machine from a Smith at 12 Elm Row : no hot water. I didn't catch the first name. | a=12 Elm Row; ty=Gas
Theresa Mays' kitchen tap has come away from the worktop. She may be out on Thursday. | ty=Plumbing; s?
Locks want changing at 5 Station Road, Leeds now that the last lot have left. Access Locks have quoted and so has a chap from Otley that Bob Jones knows, the owner is to choose between the two and I shall tell you which when he does. | a=5 Station Road, Leeds; c?
[09/06/2026, 18:42] Sue Park: Hi can someone look at the gate at Rose Cottage ⏎ [09/06/2026, 18:44] Bob Jones: could do Monday if its any use ⏎ [09/06/2026, 18:51] Sue Park: let me ask the owner first | a=Rose Cottage, Mill Lane, York; ag?; s?
Urgent please , water coming through the kitchen ceiling at 12 Elm Row. | a=12 Elm Row; p=Urgent; ty=Plumbing
It isn't urgent but the extractor at 14 Elm Row has started to whine. | a=14 Elm Row
High level window cleaning at 9 Quay Street, whenever they are next passing. | a=9 Quay Street
Low water pressure in the upstairs shower, Flat 12, 3 Elm Row. Normal downstairs. | a=Flat 12, 3 Elm Row
New boiler wanted at 112 Elm Row, the old one's been closed down and capped off by the gas people. | a=112 Elm Row; ty?
The electrical cupboard door at 5 Station Road, York has come off its hinge | a=5 Station Road, York; ty?
General tidy of the garden at Rose Cottage please, type General, low priority. | a=Rose Cottage, Mill Lane, York; p=Low; ty=General
Tenant at 14 Elm Row says her complaint is urgent. It is a wobbly banister knob. I would call it low. | a=14 Elm Row; p=Low
Gas meter cupboard at 9 Quay Street needs a lock on it ; the gas itself is fine. | a=9 Quay Street; ty?
New fence panels at 3 Oak Lane, total budget £340 and not a penny more. | a=3 Oak Lane; t=340
Handyman wanted for odd jobs at Rose Cottage, £35 an hour, four hours at most. | a=Rose Cottage, Mill Lane, York
Replace the hall carpet at 14 Elm Row, it's burnt by the door. The tenant's deposit was £1,150 and we're keeping £200 of it towards this, the rest went back to him on Monday. | a=14 Elm Row; s?; t?
Bath panel at 12 Elm Row - landlord says don't spend above £150 without his say so. | a=12 Elm Row; t?
Fit a £49.99 tap from the merchant's in the kitchen at 9 Quay Street, I have it in the van. | a=9 Quay Street; ty=Plumbing; t?
Last year the chimney at Rose Cottage was swept for 65 pounds, this year he wants eighty. Budget eighty. | a=Rose Cottage, Mill Lane, York; t?
Flat 12 , 3 Elm Row - bathroom fan is on all day and all night. | a=Flat 12, 3 Elm Row
Blocked drain at 5 Station Road. The manhole is by the back gate. | ty=Plumbing; a?
Station Road in York, number 5 : the cooker hood has dropped on one side. | a?
Neighbour at 14 Elm Row complains of water coming off number 12's gutter on to her path. | a?
12 and 14 Elm Row share a drain and it has backed up in the both of them. | ty=Plumbing; a?
Smoke alarm chirping at 12a Elm Row , please could somebody call. | a?
Something dripping in the loft, tenant gave me only the postcode which is LS1 4ZZ. | a=9 Quay Street; ty=Plumbing
Tenant at LS1 4AB says her intercom's dead | a?
Three Oak Lane, the side gate won't shut. | a?
Lightbulbs in the hall at 8 High Street, York, the common parts not the flat. | a?
Rose Cottage on Mill Road, ivy has got into the soffit | a=Rose Cottage, Mill Lane, York
Collect the keys from 9 Quay Street, the girl there holds a set, and then look at the meter tails at 112 Elm Row where the tenant says there's a smell of hot plastic. | a=112 Elm Row
Damp patch in the bedroom of Flat 3 , 12 Elm Row. | a?
10-14 Elm Row , the lot of them have no water, I gather it is the main in the road. | ty=Plumbing; a?
Bob Jones for the cupboard at 12 Elm Row on Thursday - no, make that Friday, he has the dentist. | a=12 Elm Row; c=Bob Jones; s?
Two things at 9 Quay Street : the cistern won't stop filling, and the back bedroom socket sparks. The socket is the urgent one. | a=9 Quay Street; p=Urgent; ty?
Worktop for 14 Elm Row, budget £700. While he's in the street he can price the same for 112, there is no budget for that yet. | a=14 Elm Row; t=700
5 Station Road, Leeds - end of tenancy ⏎ 1) Access Locks to change the front door lock tomorrow ⏎ 2) once that's done Bob Jones to clear the rubbish out of the cellar ⏎ 3) then, and only then, the inventory clerk. She has Monday 22nd free. | a=5 Station Road, Leeds; s=0611; c?
If the dehumidifier hasn't dried out Flat 2, 8 High Street by the weekend, we shall need the floor up on Monday. Raise it as normal for the time being. | a=Flat 2, 8 High Street; p=Normal; e?; s?
Ann Lee, 14 Elm Row, wanted the tap seen to on Friday but she has now said any day except Friday. | a=14 Elm Row; ty=Plumbing; s?; te?
Address: 12 Elm Row, Leeds LS1 4AB ⏎ Priority: High ⏎ Type: Plumbing ⏎ Contractor: Ace Plumbing Ltd ⏎ Start: 15/06/2026 ⏎ Details: ballcock gone in the cold tank | a=12 Elm Row; c=Ace Plumbing Ltd; p=High; s=0615; ty=Plumbing
Dear Sir, the communal light at 9 Quay Street has been out since Saturday. Please arrange. ⏎  ⏎ Kind regards, ⏎ Sue Park ⏎ Senior Lettings Negotiator ⏎ 5 Station Road, York ⏎ Tel 01632 960142 | sue.park@example.com | a=9 Quay Street; ty=Electrical; ag?
Ticket #58 ⏎ Reported: 08/06/2026 16:20 ⏎ Property: Flat 2, 8 High Street, York YO1 2CD ⏎ Tenant: Jane Smith ⏎ E-mail: jane.smith58@example.org ⏎ Issue: heating will not come on ⏎ Urgency (tenant's view): Urgent | a=Flat 2, 8 High Street; p=Urgent; te=Jane Smith; ty=Gas
Contractor: ⏎ Start date: tbc ⏎ Priority: Normal ⏎ Property: 3 Oak Lane, High Wycombe ⏎ Job: refix loose ridge tile ⏎ Budget: n/a | a=3 Oak Lane; p=Normal
Property ⏎ 112 Elm Row ⏎ Reported by ⏎ Northern Lets ⏎ Preferred date ⏎ 18/06/2026 ⏎ Permission to use keys ⏎ No ⏎ Description ⏎ Shower screen seal perished | a=112 Elm Row; ag?; s?
From: theresa.may@example.com ⏎ To: repairs@example.net ⏎ Sent: 07 June 2026 21:14 ⏎ Subject: URGENT!! bins ⏎  ⏎ Hello, the bin store door at 14 Elm Row has come off. Can somebody see to it. Theresa | a=14 Elm Row; p=Urgent; te?
Tenants: John Smith and Jane Smith ; Address: Rose Cottage, Mill Lane, York ; Due: 30 June ; Our ref RC/2026/11 ; Gate has dropped. | a=Rose Cottage, Mill Lane, York; e=0630; te=John Smith & Jane Smith
Job type - Gas safety ⏎ Address - 5 Station Road ⏎ Engineer - Ace Gas ⏎ Expiry of current cert. - 27/06/2026 | c=Ace Gas; ty=Gas safety; a?; s?
Title: Loose handrail, top landing ⏎ Address: 112 Elm Row ⏎ Time: after 3pm please ⏎ Notes: budget to follow, contractor to be decided on Friday | a=112 Elm Row; s?
"""
