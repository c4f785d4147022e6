"""Updates in a few words of their own, as they are typed on a phone, each with what is to be filled in and what is asked about.

Letters as in `told_in_updates.py`; `c=none`: the field is to be emptied.
"""

CHANGES_ALONE = """\
friday instead pls | s=0612
monday instead | s=0615
move to mon 15th | s=0615
move it to the 22nd please | s=0622
can we push this to thurs 18th, am if poss | s=0618
could you shift it to tuesday | s=0616
can we move it to friday? | s=0612
please rebook for weds 17th | s=0617
rearranged for 19 june | s=0619
put back to tuesday 16th | s=0616
put off till 1 july | s=0701
bring it forward to today | s=0610
pulled forward to tomorrow | s=0611
this visit's now fri week | s=0619
change friday to monday | s=0615
moved from friday to monday | s=0615
tues 16th instead of mon 15th | s=0616
book it in for friday | s=0612
due date 30/6 | e=0630
due date is now 3 july | e=0703
deadline extended to 10 July, LL happy with that | e=0710
deadline moved to 30/6 | e=0630
finished by 1 july | e=0701
needs finishing by fri 19th | e=0619
landlord wants it finished before the 1st of July as new people move in then | e=0630
finished before mon 22nd | e=0619
can you get it done by friday | e=0612
he'd like it sorted by the 19th | e=0619
2 day job now, weds 17 and thurs 18 | e=0618; s=0617
two day job, mon 15th & tues 16th | e=0616; s=0615
start moved to mon 15th | s=0615
swap Bob for Zed | c=Zed Electrical
swap bob with zed pls | c=Zed Electrical
change from ace gas to bob | c=Bob Jones
zed instead of bob | c=Zed Electrical
back to Bob pls, tenant prefers him | c=Bob Jones
give this to zed | c=Zed Electrical
pass it over to bob | c=Bob Jones
bob's doing this now | c=Bob Jones
bobs doing this one | c=Bob Jones
zed's got this | c=Zed Electrical
bob on this now | c=Bob Jones
send zed instead | c=Zed Electrical
assigned to bob | c=Bob Jones
take zed off | c=none
take zed off, nobody on it for now | c=none
LL using his own plumber so take ace plumbing off | c=none
remove bob from this | c=none
take the agent off, landlord manages himself from this month | ag=none
no tenant on this, property's empty now | te=none
no agent for now | ag=none
dates off for now please, both of them. waiting on the landlord | e=none; s=none
both dates off till LL confirms | e=none; s=none
blank the budget till we get the quote | t=none
clear the due date | e=none
mark as in progress thx | st=In progress
mark it complete | st=Complete
set to awaiting parts | st=Awaiting parts
status back to new, wrong one sorry | st=New
move to closed pls | st=Closed
downgrade to normal, they've got a spare heater | p=Normal
drop it to low | p=Low
put it up to urgent please | p=Urgent
set this as a gas safety | ty=Gas safety
change the type to electrical | ty=Electrical
add Ann Lee as tenant | te=Ann Lee
add Ann Lee and John Smith as tenants | te=Ann Lee & John Smith
tenants are John and Jane Smith not just John | te=John Smith & Jane Smith
tenants john smith & ann lee | te=John Smith & Ann Lee
add sue park as the agent | ag=Sue Park
0% vat on this | v=0
bobs not vat registered so 0% on this | v=0
no vat on this | v=0
total £300 inc vat | t=300
total is £1,250 including vat | t=1250
"""

CHANGES_TOGETHER = """\
friday instead pls, high | p=High; s=0612
move it to friday and give it to bob | c=Bob Jones; s=0612
swap bob for zed, mark as in progress, move to mon 15th | c=Zed Electrical; s=0615; st=In progress
take the agent off and back to bob pls | ag=none; c=Bob Jones
book bob for friday | c=Bob Jones; s=0612
get bob on it thurs | c=Bob Jones; s=0611
take zed off this and give it to bob | c=Bob Jones
take the agent and tenants off please | ag=none; te=none
clear budget and agent | ag=none; t=none
remove the agent, priority high | ag=none; p=High
start moved to mon 15th, end moved to fri 19th | e=0619; s=0615
start mon 15th finish weds 17th now | e=0617; s=0615
mark as in progress, deadline extended to 10 July. bob's doing this now | c=Bob Jones; e=0710; st=In progress
downgrade to low and push to 1 july | p=Low; s=0701
status: in progress, friday instead pls | s=0612; st=In progress
bob's doing this now ⏎ move to mon 15th ⏎ budget 180 | c=Bob Jones; s=0615; t=180
move to friday ⏎ Kind regards ⏎ Sue Park ⏎ Northern Lets ⏎ Mon-Fri 9am-5pm | s=0612
high ⏎ friday instead ⏎ thanks ⏎ Ann Lee | p=High; s=0612
thanks ⏎ friday instead | s=0612
add Ann Lee as tenant, add John Smith too | te=Ann Lee & John Smith
budget 250, swap bob for zed | c=Zed Electrical; t=250
total £300 inc vat, 20% vat on this | t=300; v=20
change to rose cottage + add sue park as the agent | a=Rose Cottage, Mill Lane, York; ag=Sue Park
add ann lee as tenant, no agent for now, urgent | ag=none; p=Urgent; te=Ann Lee
dates off for now, take bob off, status back to new | c=none; e=none; s=none; st=New
"""

CHANGES_IN_DOUBT = """\
move to friday if bob can manage it | s?
bring forward to today if bob can manage it | s?
if bob can't do it, move to friday | s?
if bob cant do thurs then give it to zed | c?; s?
friday instead pls unless it rains | s?
once the part's in move to monday | s?
swap bob for zed if he's free | c?
should we move it to friday? | s?
has bob got this now | c?
is bob doing this now? | c?
is there no tenant on this? |
no tenant on this? |
no contractor |
don't move it to friday | s?
dont swap bob and give it to zed | c?
move to friday or monday | s?
move to friday, or monday | s?
move to friday, no wait, monday | s?
move to friday, no wait leave it | s?
move to friday. ignore that | s?
move to friday. thurs 18th instead | s?
swap bob for zed. back to bob | c?
move friday | s?
bring friday forward | s?
bob's got friday off now | s?
bob's back friday | s?
was moved to friday | s?
tenant asked can we move to friday | s?
move job 62 to friday | s?
move to friday on the other one | s?
job 62 urgent | p?
the 14 elm row one is now thurs, leave this one as is | a?; s?
ignore my last msg, keep it how it was, thurs with bob | s?
bob's doing the other one now |
take zed off job 62 |
not sure but move to mon 15th | s?
not sure but swap bob for zed | c?
don't book it in for friday | s?
take zed off. ignore that |
no wait leave it, priority low | p=Low
move to friday. ignore that. priority low | p=Low; s?
add ann lee as tenant. ignore that | te?
set this as a gas safety. ignore that | ty?
both dates off till LL confirms? |
LL using his own plumber so take ace plumbing off? |
its back to normal now |
make it a new one |
swap bob |
pass to ace pls | c?
send zed not bob | c?
zed cant do it. ace gas instead | c?
zed cant do it, bob instead | c?
bob cant make it, zed's doing this now | c?
10% on this |
cert due date 30/6 | s?
access none |
clear the drain |
take the tenant off hold |
3 day job, weds 17 and thurs 18 | s?
Mon - Fri 9 - 5.30 | e?; s?
all done, bob's just texted. can close | st?
waiting on a fan, zed reckon about a week | st?
pump ordered | st?
waiting on landlord |
started this morning, back tomorow to finish | s?; st?
leak started this morning | s?
not started yet |
has he started this yet? |
job done at flat 2 high st | a?; st?
when the job's done let me know |
needs to be all done |
ordered one, should be with us monday | s?; st?
take ace gas off if they are late |
if bob's been, close it | st?
once it's dry you can close it |
put back a week |
remove Ann Lee |
tenants John and Mary Smith | te?
ann lee's moved out, theresa may is in there now | te?
tenant's name is spelt wrong should be Theresa May with an h | te?
add Ann Lee as tenant if she's moved in | te?
add Ann Lee as tenant to job 62 | te?
theresa may be out so use keys |
john smith rang again |
sue's out of office til monday | s?
if he agrees, up it to £500 | t?
should the landlord say yes, up it to £500 | t?
unless he rings, budget £400 | t?
should they agree, contractor Ace Gas | c?
should the tenant agree, move it to friday | s?
should be friday | s=0612
the other one at 14 elm row is complete, not this | a?; st?
"""
