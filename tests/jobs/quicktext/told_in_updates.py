"""Lines of people who never saw how they are read: updates, each with what is to be filled in and what is asked about.

`a` address, `p` priority, `st` status, `ty` type, `c` contractor, `ag` agent, `te` tenants, `s` start, `e` end, `t` and `b` budgets, `v` VAT,
`wo`, `q`, `i` references; `c?`: open, and offered. ⏎ and ⇥: a new line, a tab.
"""

CHANGED_IN_TEXTS = """\
tenants are in Spain till a week on Saturday so nobody in before that, keys prob no good they've changed the lock | s?
landlords flight lands Thursday and he wants to be there when they do the windows so nothing before he's back ok | s?
start: a week today | s=0617
tenant on nights mon to wed so only after 2 them days, thurs or fri she's in whenever | e?; s?
scaffold goes up Thursday, roofers day after, scaffold comes down the following weds all being well | s?
sparky came yesterday, is back day after tomorrow to finish it off then we can invoice | s?
Ok so survey was 3rd June ⏎ report's due in ten days ⏎ actual works start first Monday in July | s?
contractor: bob jones | c=Bob Jones
spent 45 on parts so far, see 43 for the rest of it |
flat 12 at number 3 Elm Row is the right address, not 12 Elm Row | a=Flat 12, 3 Elm Row
budget is 380 not 38 lol | t=380
priority: urgent | p=Urgent
pls add 2 radiators 600x1200 and 4 valves, 15mm not 22 |
bob cant do it now soz so Zed Electrical have got it | c=Zed Electrical
contractor: ace | c?
tenant is Jane Smith not John, he moved out | te=Jane Smith
contractor: bob joens | c=Bob Jones
northern lets want to know if Zed Electrical ever sent the cert for job 22, no change on this one tho | c?
Access Locks charged us for the wrong door so landlord wants someone else, any ideas?? | c?
ace plumming been and sorted it, they're sending the bill to Sue |
not urgent anymore, they found the stopcock |
set to awaiting parts, thermostat's on back order | st=Awaiting parts
he said it was complete last week but it defo isn't, still dripping |
urgent pls | p=Urgent
type should be electrical not general | ty=Electrical
tenant reckons it's urgent, it's a squeaky door 🙄 keep it on low | p=Low
he's on site now so in progress 👍 | st=In progress
part's come so not awaiting parts now, he'll be back out when he's got a slot |
Ace Gas quoted 480 plus vat, landlord hasn't said yes | b?; c?
he's ok'd up to 150 on the phone, anything over ring me first | t?
contractor budget 180 and total budget 220 | b=180; t=220
invoice from Zed Electrical came today, 312.50, their invoice ref is ZE-4471 | i=ZE-4471; s?
budget now 1.2k not 1k | t=1200
vat's 5% on this one not 20, energy saving stuff | v=5
500 was the old budget. Waiting on landlord for the new one, prob 650 |
callout's 60 then 15 per quarter hour, cap it at 120 |
wrong house soz it's 112 elm row not 12 | a=112 Elm Row
keys for this are at 5 Station Road Leeds, not the office | a?
scrap what I said about him starting Friday, he's starting Tuesday now, everything else the same | s?
if Ace Gas can't do Thursday give it to bob for Friday instead | s?
not the kitchen tap the bathroom one, and not urgent either, normal | p=Normal
no wait don't, she's just texted it's leaking again status: complete | st?
parts are in and Bob's free Monday but DON'T book till landlord oks the 260 | s?; t?
tenant wants a weekend, landlord won't pay weekend rates, so weekday after 5 it is. No date yet | e?; s?
contractor: Zed Electrical, start Monday, budget 200. Ignore the budget bit it's not agreed | c=Zed Electrical; s=0615; t?
visit's moved to Thursday 18th not Thursday 11th, and tell the tenant not me x | s?
keys - sorted ⏎ alarm code - still waiting on it ⏎ start mon 15th unless the code's not come by sat | e?; s?
Contractor - Ace Gas, Start - 16/06/2026, Due - 19/06/2026, Budget - £340 | c=Ace Gas; e=0619; s=0616; t=340
WO ref: WO-2291 / inv: still waiting | wo=WO-2291
[09/06/2026, 17:42] Bob Jones: cant get there til monday mate and i'll need 80 for parts | s?
Status: In progress. Prev status: New. Contractor: Bob Jones. Prev contractor: Ace Plumbing Ltd | c=Bob Jones; st=In progress
Access: ring Theresa May on 07700 900456 before 10, dog in garden |
Total budget: £600, Contractor budget: £450, VAT: 20%, Invoice ref: INV-0098, End: 26 June | b=450; e=0626; i=INV-0098; t=600; v=20
"""

CHANGED_IN_LETTERS = """\
- the scaffold comes down on Friday, the gutter men can't start before that, so let's say first thing Monday. | s?
Please move the visit from this Friday to the Friday after. | s?
the part was ordered on 2nd June and is due in on the 16th ; engineer to be booked once it's here. | s?
tenant says any morning bar Tuesday would suit her. She is on lates this week.. | s?
Work began yesterday, they were held up by the skip, and hope to be out by Saturday lunchtime. | e?
put back a fortnight please, the decorator has gone down with shingles. |
contractor: Bob Jones, and tell him 26 can wait till he's finished. | c=Bob Jones
Same fault as we had on job 12, see the notes on that one. |
priority: urgent , the lady has a new-born baby of 8 days. | p=Urgent
Chase this one together with JOB-013 as they are the same contractor and the same street , but don't close either. |
start: Friday ; 52 stays on the Thursday as it was | s=0612
Ring Jane Smith to be let in, it's John's name on the tenancy but he works away. |
: Northern Lets want to be copied in on everything from now on. |
contractor: Bob please. | c=Bob Jones
Bob Jones can't do it after all ; have asked Zed Electrical and am waiting to hear. | c?
has gone to Access Locks now instead of Bob Jones. | c=Access Locks
Please note that Ace Gas are on JOB-057 , this one still has nobody. | c?
He told me on the phone that it was complete and could he send his bill ; I went round myself this morning and there's still no skirting board on and a hole in the floor you could lose a cat down, so no, it is not. | s?
back in progress from today, the tiles turned up at last. | st=In progress; s?
please drop from urgent to normal, they have borrowed a heater. | p=Normal
was closed in April by mistake and I re-opened it , so don't close it again ! |
Awaiting parts. Valve on back order. | st=Awaiting parts
When Bob Jones has been and it's complete, you can close it, and not till then. | c?; st?
quote is in at £1,275 plus VAT, waiting for the owner to say yes. | b?
budget is somewhere between 400 and 500 ; ask me before going over. |
contractor budget £180, total budget £225.50 | b=180; t=225.50
their invoice no. 2086 for £96.40 arrived this morning, I've not paid it. | i=2086; s?; t?
total budget up from 1.2k to 1.5k as the joists were rotten | t=1500
VAT rate is 5% on this one, the house having stood empty over two years , not the usual 20. | v=5
Budget £85 for labour, the parts are going through my account | t?
Total budget £600 incl. VAT at 20% , so £500 to the contractor before tax. | t=600; v=20
I gave you the wrong house ; it's 112 Elm Row, not 12. | a=112 Elm Row
not Ace Gas but Ace Plumbing please, and not this week but Tuesday. | c=Ace Plumbing Ltd; s?
if Ann Lee is in on Friday then Friday, otherwise leave it where it is. | s?
Sorry, no, don't - she's just rung to say it's dripping again status: complete | st?
scrap what I said about the budget being £300, owner's changed his mind and I'll come back to you with a figure. | t?
: plumber on Monday, plasterer on the Wednesday after and all finished by the 26th at the latest. | e=0626; s=0615
high, not urgent. Zed Electrical, not Bob. Monday, not Friday. | c=Zed Electrical; p=High; s=0615
contractor: Zed Electrical unless they can't come before the weekend, in which case ask Access Locks who they use. | c?; e?; s?
Tenant has withdrawn the complaint about the damp ; the window catch still needs doing though. |
forget the 15th. Either the 17th or 18th, whichever suits Zed Electrical , and tell John Smith. | c?
Works order - WO/7714 ⏎ Invoice ref - INV-0932 | i=INV-0932; wo=WO/7714
Start: 22/6 End: 24/6 Access: key safe by the meter, code 4417 | e=0624; s=0622
Status: In progress (was Assigned) | st=In progress
Quotation no. Q2231, valid until 10 July 2026 ⏎ To supply and fit 1 no. fire door £410.00 ⏎ VAT @ 20% £82.00 ⏎ Total £492.00 | v=20; s?; t?
09/06/2026, 07:58 - Bob Jones: Morning. done 12 elm row yesterday. On my way to no 14 ⏎ 09/06/2026, 08:03 - Bob Jones: Will send bill, 120 all in | a?
Tenant e-mail: ann.lee@example.com (not the old annlee61@example.org one) |
"""
