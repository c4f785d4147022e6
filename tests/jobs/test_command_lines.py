"""Whole lines typed after /job: which command they are, about which job, and where that is asked about."""

from bot.jobs.actions import SUBCOMMANDS
from bot.jobs.command_words import COMMAND_WORDS
from bot.jobs.doubtful_jobs import another_command, doubt
from bot.jobs.references import split
from handlers.commands import read_line
from tests.corpus import corpus

_LINES = """\
push 41 to a week today | update 41
washer wants changing in bathroom tap 112 elm row, next friday if u can, tenants away the weekend before | asks
close 14 and 15 pls, not 16 that's still waiting on a part | 14, 15
close 20-23 ta x | 20, 21, 22, 23
update 12 elm row boiler still not working, tenant rang again this morning | 12
assign 33 bob jones | update 33
note 7 7 keys cut not 8, all left on reception | note
close job9. And can u reopen job 19 it was never done | 9, 19
61 says closed on my phone but Gina can see it open, is there even a 61?? | asks
push 27 to Friday and 28 to the Friday after that | 27, 28
note 18 lady in flat 18 next door's complaining about the water now as well, council gave her ref 2218 | note
raise 31 to urgent | update 31
assign 10 to ace | update 10
assign 47 bob joens | update 47
window won't close at 9 Quay Street, been open all night and it's ground floor | asks
new lock 5 station road york budget £75.50 inc vat | new
close 37, no wait don't, she's just texted it's leaking again | update 37
assign 15 Zed Electrical, start Monday, budget 200. Ignore the budget bit it's not agreed | update 15
Front door sticking at 112 Elm Row - carpenter will look at it the day after tomorrow, if the rain holds off. | asks
close 41 and 43 , leave 42 open please - they're waiting on a radiator. | 41, 43
note 17 the tenant at no. 43 next door has complained about the dust. | note
assign 25 to Bob Jones, and tell him 26 can wait till he's finished. | update 25
Job 38 is finished ; I was there at 4 and the 2 lads had swept up beautifully. | asks
close jobs 30 to 34 , all signed off this morning. | 30, 31, 32, 33, 34
close the one at 12 Elm Row please , the electrician's been and gone. | asks
note 45 £60 for the call-out was agreed on the telephone | note
update 7 and 8 : both to Bob Jones, both for Monday. | 7, 8
raise 54 to urgent , the lady has a new-born baby of 8 days. | update 54
Is 29 done ? | asks
push 51 to Friday ; 52 stays on the Thursday as it was | update 51
Ace's job 4471 is our 19 – please put a note on ours that their invoice has been paid. | asks
Mr Park rang about the light on the landing at Flat 2, 8 High Street - no relation to Sue ! | asks
assign 22 to Bob please. | update 22
The electrical cupboard door at 5 Station Road, York has come off its hinge | asks
note 13 that the excess on the insurance is £250 and the loss adjuster comes on the 19th. | note
Collect the keys from 9 Quay Street, the girl there holds a set, and then look at the meter tails at 112 Elm Row where the tenant says there's a smell of hot plastic. | asks
Close 20. Sorry, no, don't - she's just rung to say it's dripping again | update 20
assign 35 to Zed Electrical unless they can't come before the weekend, in which case ask Access Locks who they use. | update 35
"""
"""`asks`: no command; numbers: each of these jobs is offered."""


def _came_to(line: str) -> str:
    word, _, typed = line.partition(" ")
    entry = COMMAND_WORDS.get(word.casefold())
    command = entry.command if entry else word.casefold()
    if command in SUBCOMMANDS and SUBCOMMANDS[command].needs_ref:
        found = doubt(typed, entry.before if entry else "")
        found = found or (another_command(word, typed) if command != "note" else None)
        if found is not None:
            return ", ".join(job.strip("#") for job, _ in found.jobs)
    name, text = read_line(line)
    if name == "update":
        return f"update {split(text)[0].word}"
    return name if name in SUBCOMMANDS else "asks"


@corpus("line", _LINES.strip().split("\n"))
def test_a_line_is_about_the_job_that_is_meant(line: str) -> None:
    text, _, meant = line.rpartition(" | ")
    assert _came_to(text) == meant
