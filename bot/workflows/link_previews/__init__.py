"""Links to jobs that people share: each is shown what a card may show, as whoever shared it may see it.

It is kept true while it is recent: drawn again once the job was changed, from here or in PropOps.
What can't be shown is left alone, quietly; whoever isn't linked is offered the link, once a day.
"""
