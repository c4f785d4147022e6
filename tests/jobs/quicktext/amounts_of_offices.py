"""Lines with money as an office types them. After `|` what is right: `t` the total budget, `c` the contractor's; nothing
where the amount is no budget, or nobody can tell.
"""

AMOUNTS_OF_OFFICES = """
12 elm row boiler dead, ace quoted £850 last yr, LL will go to £600 | t=600
LL got £500 deposit back, use it for the carpet at 14 elm row |
rent is £950 pcm at 9 quay street, dripping tap in bathroom |
refund tenant £45 for the electrician she paid, 3 oak lane |
invoice 2217 £180 ace gas paid 2 june. same fault back 12 elm row |
gutters rose cottage £180-220 |
plumber £55 p/h min 2 hrs 14 elm row |
part no 0020097 £34.80 for boiler 12 elm row fit pls |
meter reading 45210 gas, top up £20 done by tenant 14 elm row no heating |
new bathroom rose cottage 5k | t=5000
blinds 3 oak lane two fifty max | t=250
lock change £1,2 12 elm row |
fence panels 14 elm row £320 + vat | c=320
fence panels 14 elm row £320 no vat | t=320
electrician says £95 should do it, 9 quay street socket | t=95
hob 12 elm row, tenant happy to put in £50, LL rest |
HMO licence fee £1100 due, 9 quay street, remind LL |
9 quay street fire alarm panel, spend limit £400 agreed with LL | t=400
skip £240 + permit £65, rose cottage clearance |
14 elm row shower pump £189 at screwfix, bob to fit |
washing machine 12 elm row - currys £329 delivered - ok to buy | t=329
ceiling 14 elm row, excess on ins is £250 |
LL credit £75 on acct, put towards gutter clean rose cottage |
council tax bill £1320 for void 12 elm row query |
bob jones day rate 180, two days, paint hall 3 oak lane |
max spend 12 elm row boiler £300 | t=300
not more than a hundred quid on the gate rose cottage | t=100
carpet 24 sqm at £16.50 plus fitting, 14 elm row lounge |
damp survey £150 already paid, now treat wall 12 elm row up to £900 | t=900
prepay elec meter 9 quay street shows £3.20 emergency credit, no power |
tenant owes 2 months 1900, still needs boiler svc 12 elm row £80 | t=80
£80 boiler svc 12 elm row tenant owes 2 months £1900 | t=80
reimburse john smith £22 for the bulbs 3 oak lane |
2 quotes for roof rose cottage, 1800 and 2150, LL picks 1800 | t=1800
new fob £12.50 each x4 9 quay street |
tap 12 elm row £85 inc | t=85
tap 12 elm row 85 quid inc parts | t=85
leak 14 elm row. call out £75 then £40 per half hr |
ins pays £1,500 of it, rest LL, kitchen 3 oak lane |
kitchen worktop 3 oak lane budget £450 incl vat & fitting | t=450
kitchen worktop 3 oak lane £450 ex vat | c=450
ace gas want £390 for the fan, LL says max £300, 12 elm row | t=300
last one cost £210, same again 14 elm row fence panel |
rose cottage chimney pot value £900 antique, broken |
tv worth £600 smashed by ceiling fall 14 elm row |
board up 12 elm row £110 out of hours | t=110
board up 12 elm row £110 ooh charge applies |
arrears £640. repair shower anyway 9 quay street. £120 cap | t=120
9 quay street lift contract £2,400 a year, doors jamming |
pest control 12 elm row 3 visits £165 all in | t=165
flat roof rose cottage first instalment £800 of 2400 |
LL approved £240 mon for new lock 14 elm row | t=240
LL hasnt approved the £240 lock 14 elm row |
bathroom door 3 oak lane £65, ex stock | t=65
ex vat £65 door 3 oak lane | c=65
gas leak 12 elm row cadent charged £0 |
50p meter jammed 14 elm row |
£2 coin stuck in washing machine 9 quay street |
tenant paid £60 to locksmith, wants it back, 12 elm row |
12 elm row oven element £38 part + £50 labour |
"""

MORE_AMOUNTS_OF_OFFICES = """
12 elm row: toilet seat £18, bob | t=18
bin store door 9 quay street, £275, s20 not needed | t=275
14 elm row boiler, warranty covers all but £60 call fee |
3 oak lane - LL's float is £200, gate latch needs doing |
rose cottage: water rates £38/month, leak on supply pipe |
tenant bond £1200 held, paint bedroom 12 elm row |
paint bedroom 12 elm row charge tenant £180 |
paint bedroom 12 elm row bill to tenant £180 |
paint bedroom 12 elm row £180 to be billed to tenant | t=180
ace gas inv 881 £96.40 queried, boiler 14 elm row |
zed did eicr £150 in may, now remedials 9 quay street £320 | t=320
remedials 9 quay street £320 agreed, eicr itself was £150 | t=320
decorate hall 14 elm row 1.2k | t=1200
decorate hall 14 elm row £1.2k incl paint | t=1200
decorate hall 14 elm row twelve hundred | t=1200
clear garden rose cottage £300 or so | t=300
clear garden rose cottage three hundred ish | t=300
clear garden rose cottage £250 + tip fees |
clear garden rose cottage £250 (tip fees incl) | t=250
12 elm row radiator, £90/rad x 3 |
12 elm row radiator model 22-600 £110 supply + fit | t=110
boiler ser no 21-190-332, fault F28, ace gas, £75 diag, 14 elm row | t=75
elec key meter £15 on it but no power 14 elm row |
top up card £10 needed for void 12 elm row before gas safety |
parking £12 for the plumber 9 quay street, tap leaking |
congestion charge £15 to be added 9 quay street boiler |
£15 tap washer 9 quay street | t=15
spent £140 so far on this leak 12 elm row, LL says stop at £200 | t=200
fine of £80 from council for bins, tidy bin store 9 quay street |
grant £5,000 for loft insulation 3 oak lane, book survey |
loft insulation 3 oak lane £640 less £400 grant |
loft insulation 3 oak lane £640 net of vat | c=640
loft insulation 3 oak lane £640 vat free | t=640
loft insulation 3 oak lane £640 zero rated | t=640
loft insulation 3 oak lane £640 inc VAT @ 5% | t=640
LL reckons £100 tops, rose cottage gate | t=100
LL reckons its a £100 job, rose cottage gate | t=100
bob reckons 2hrs so £70, 3 oak lane skirting | t=70
bob earns £35 an hr, 3 oak lane skirting |
20 quid for a new bulb holder 12 elm row | t=20
tenants offering £20 towards new blind 12 elm row |
£20 off if we book both, sweep chimney rose cottage |
sweep chimney rose cottage £65 each or £110 both |
sweep chimney rose cottage 2x £65 |
sweep chimney rose cottage £65x2 |
glass 14 elm row £145. vat on top | c=145
glass 14 elm row £145 vat inc | t=145
glass 14 elm row 145 inc vat max | t=145
glass 14 elm row £145 if single £210 if double |
glass 14 elm row £145 approx, confirm first | t=145
glass 14 elm row, limit for bob is £145 |
keep it under £150 pls, glass 14 elm row | t=150
anything over £150 ring me, glass 14 elm row |
authorised to £150 w/o asking, glass 14 elm row | t=150
£150 authority on this one, glass 14 elm row | t=150
policy no 150, glass 14 elm row |
glass 14 elm row PO 1150 £145 | t=145
client acct has £145 in it, glass 14 elm row |
sale of flat agreed £185,000, 9 quay street needs clearing |
9 quay street valued £185k, damp in hall |
"""

YET_MORE_AMOUNTS_OF_OFFICES = """
replace kitchen tap 12 elm row £95 | t=95
kitchen tap 12 elm row dripping, £95 ok by landlord | t=95
kitchen tap 12 elm row, plumber charged £95 last time |
b&q tap £42, bob to fit 12 elm row |
bob to supply & fit tap £95 12 elm row | t=95
12 elm row tap. £95. bob. fri | t=95
LL paying £95 for tap, 12 elm row, tenant paying rest |
tap 12 elm row £95 (LL) | t=95
tap 12 elm row - £95 - invoice LL direct | t=95
tap 12 elm row £95 on account 4471 | t=95
hedge trim rose cottage £80 front only £120 both |
hedge trim rose cottage £80/£120 |
hedge trim rose cottage 80-120 quid |
hedge trim rose cottage eighty quid | t=80
hedge trim rose cottage £80.00 inc green waste | t=80
hedge trim rose cottage for £80 cash | t=80
hedge trim rose cottage, neighbour paying £40 |
hedge trim rose cottage, share with neighbour, our half £40 |
hedge trim rose cottage max 80 | t=80
hedge trim rose cottage nte £80+vat | c=80
eicr 9 quay street £180+vat, remedials extra | c=180
eicr 9 quay street was quoted £180, need second price |
eicr 9 quay street £180 deposit paid £50 |
eicr 9 quay street 5 flats @ £90 |
eicr 9 quay street £450 for all 5 flats | t=450
drain unblock 14 elm row £120 for 1st hour |
drain unblock 14 elm row £120 fixed | t=120
drain unblock 14 elm row £120 no fix no fee | t=120
drain unblock 14 elm row thames water say £120 fine if fat down drain |
drain unblock 14 elm row, tenants fault so £120 off deposit |
sofa disposal 3 oak lane £60 council £90 private |
sofa disposal 3 oak lane £60 council collection | t=60
ins claim 88-213 leak at 3 oak lane, reserve £4k |
leak at 3 oak lane, loss adjuster offered £2,300 settlement |
leak at 3 oak lane, trace & access up to £500 | t=500
leak at 3 oak lane trace and access cover is £5,000 on policy |
boiler 14 elm row beyond repair, new one £2,150 inc vat | t=2150
boiler 14 elm row beyond repair, new one from £2,150 |
boiler 14 elm row part £145 + 1hr, ace gas |
boiler 14 elm row pcb £145 fitted | t=145
boiler 14 elm row £145 pcb on order | t=145
british gas homecare £21/mth at 14 elm row so call them, boiler |
boiler 14 elm row gas used £145 this month, check |
tenant says elec bill £380, check immersion 14 elm row |
immersion 14 elm row timer stuck, £95 | t=95
sky box £20 late fee if not returned 12 elm row |
gate motor 9 quay street 24v psu £64 plus 2 hrs labour |
gate motor 9 quay street, s/charge budget £900, spent £610 |
gate motor 9 quay street out of reserve fund £1,200 |
gate motor 9 quay street £350 go | t=350
bird netting 9 quay street £1.8k inc cherry picker hire | t=1800
bird netting 9 quay street 1,800 + vat | c=1800
bird netting 9 quay street about 1800 | t=1800
bird netting 9 quay street £1800? get price |
carpet 3 oak lane £14.99 m2 x 20 |
carpet 3 oak lane £14.99 per sqm |
lost keys 12 elm row, £95 lock change recharge tenant | t=95
lock change 12 elm row £95 rechargeable | t=95
stolen bike £400 from bin store 9 quay street, fix lock |
9 quay street bin store lock £85, bike stolen worth £400 | t=85
cooker hood filter 12 elm row £22 | t=22
12 elm row cooker hood, tenant ordered one £45 off amazon, fit it |
paint stairwell 9 quay street £780, two coats | t=780
paint stairwell 9 quay street, reserve has £780 left |
paint stairwell 9 quay street £780 ok'd by client | t=780
paint stairwell 9 quay street approx £780 subject to survey |
roof rose cottage £6,400 stage payment due |
roof rose cottage £6,400 | t=6400
roof rose cottage, scaffold alone is £1,100 |
roof rose cottage £6.4k + vat, bob | c=6400
boiler 14 elm row leaking, 10 yr guarantee £0 excess |
bath 14 elm row chipped £65 resurfacing | t=65
oven 3 oak lane door glass £31.99 ebay |
tenant 3 oak lane in credit £212 with british gas, check meter |
fence 3 oak lane storm damage, insurer excess £250, quote please |
fence 3 oak lane up to £300, anything else call me | t=300
fence 3 oak lane was £260 now £300 |
fence 3 oak lane £260 (was £300) |
garden 14 elm row one off tidy £90 then £40 a month |
garden 14 elm row £90 one off | t=90
ladder hire £35 plus bob half day 14 elm row gutters |
gutters 14 elm row bob £70 no ladder needed | t=70
£70 gutters 14 elm row bob sat am | t=70
please arrange gutters 14 elm row, spend £70, thanks | t=70
service charge arrears £1,940 flat 2 8 high street; tap drips, £60 max | t=60
landlord offered tenant £50 rent reduction for no heating 12 elm row |
electric heaters x2 from argos £29.99 12 elm row till boiler fixed |
damp 12 elm row, environmental health threaten £5,000 penalty |
carpet clean 12 elm row £85, deduct from deposit | t=85
carpet clean 12 elm row £85 tenant to pay |
"""
