"""The scenes of the gallery, in its order."""

from tests.browser import plays, plays_day, plays_links, plays_panel, plays_private, plays_shortcuts
from tests.browser.camera import PHONE, SHORT, TALL, WIDE, Scene
from tests.browser.visitor import BOILER

SCENES = (
    Scene(
        "overview", "The whole page", "A channel, and PropOps itself beside it.",
        (("overview", "A job was raised, and its contractor notified"),), plays.overview, WIDE,
    ),
    Scene(
        "dark", "In the dark", "The page follows the reader's own choice of colours.",
        (("overview-dark", "The same in dark colours, with the completion of /job"),), plays.dark,
        {**WIDE, "color_scheme": "dark"},
    ),
    Scene(
        "empty", "The form, empty", "`/job new` opens it; the six required fields come first.",
        (("form-empty", "Nothing filled in yet"),), plays.form_empty, TALL,
    ),
    Scene(
        "filled", "The form, filled", f"`{BOILER}` fills it; what it understood says so.",
        (("form-filled", "Filled from one line, then completed; the total is worked out below"),),
        plays.form_filled, TALL,
    ),
    Scene(
        "search", "Searching as you type", "Typos are forgiven.",
        (("form-search", "Addresses for “quary bank”"),), plays.form_search,
    ),
    Scene(
        "errors", "Errors beside their fields", "What was typed stays where it is.",
        (
            ("form-missing", "Slack itself complains about required fields"),
            ("form-errors", "The bot complains about a date"),
        ),
        plays.form_errors, TALL,
    ),
    Scene(
        "going", "Saving, done, and the card", "The form says what becomes of it; it may be closed.",
        (
            ("form-saving", "Saving: PropOps is slow"),
            ("form-done", "Done; where nobody has to wait, the form closes by itself"),
            ("card-created", "The card in the channel"),
            ("card-more", "The rest is behind the dots"),
        ),
        plays.form_going,
    ),
    Scene(
        "lost", "PropOps's answer was lost", "The bot checks before it says anything.",
        (
            ("form-checking", "Checking"),
            ("card-after-checking", "Found: done once"),
        ),
        plays.lost,
    ),
    Scene(
        "refused", "PropOps refused", "The form comes back with everything typed still there.",
        (("form-refused", "Refused: no permission"),), plays.refused, TALL,
    ),
    Scene(
        "down", "PropOps is away", "Told to the one person, with what to do next.",
        (("down", "A command while PropOps is away"),), plays.down,
    ),
    Scene(
        "notify", "Notify contractor", "Slack asks first; the thread keeps the story.",
        (("notify-asks", "Asked first"), ("thread", "The card and its thread")), plays.notify,
    ),
    Scene(
        "update", "Update and restore", "Old and new, field by field, before and after.",
        (
            ("update-form", "The form of a job, with what was typed marked"),
            ("card-updated", "The card says what changed"),
            ("restore-choose", "Restore: which moment"),
            ("restore-diff", "Restore: what would change"),
        ),
        plays.update, TALL,
    ),
    Scene(
        "words", "In words", "Private answers.",
        (("help", "/job help"), ("unknown-word", "A slip of the pen")), plays.words,
        {"viewport": {"width": 760, "height": 1100}, "device_scale_factor": 0.75},
    ),
    Scene(
        "approval", "Approval", "Above £500 a second person decides, here.",
        (
            ("approval-waiting", "The form says that it waits, and why"),
            ("approval-asked", "The card in #approvals"),
            ("approval-reject", "A rejection gives its reason"),
            ("approval-rejected", "The card afterwards"),
            ("approval-told", "What the person who asked reads"),
        ),
        plays.approval,
    ),
    Scene(
        "unknown", "Nobody can know", "Without marks in jobs, a lost answer may stay a question.",
        (("form-unknown", "The member chooses"),), plays.unknown, SHORT, {"propops_marker": "none"},
    ),
    Scene(
        "private", "Private details", "Never in a channel: only for whoever asks, and recorded.",
        (("private-details", "Only visible to you"),), plays.private,
    ),
    Scene(
        "choice", "What looks private", "Pointed out beside its field, and moved with one press.",
        (("form-private", "Move it, or keep it"), ("form-private-moved", "Moved; the rest is as it was")),
        plays_private.choice, PHONE,
    ),
    Scene(
        "shared", "A channel with another company", "No budget is shown there.",
        (("form-shared", "The form says where the card goes"), ("card-shared", "The card, without amounts")),
        plays_private.shared, SHORT,
    ),
    Scene(
        "pasted", "A link to a job", "Shown to everybody there, as whoever pasted it may see the job.",
        (("link-typed", "While it is typed, without amounts"), ("link-shown", "Under the message")),
        plays_links.pasted, {"viewport": {"width": 760, "height": 1100}}, {"propops_job_url": plays_links.PAGES},
    ),
    Scene(
        "link", "Linking", "Each person's own PropOps account, on a page of the bot.",
        (("not-linked", "A command before linking"), ("link-page", "The link page")), plays.link,
    ),
    Scene(
        "lists", "Found, and told", "Only whoever asked sees them.",
        (
            ("find", "/job find boiler"),
            ("history", "/job history JOB-003"),
            ("show", "/job show JOB-003"),
        ),
        plays.lists, {"viewport": {"width": 760, "height": 1300}},
    ),
    Scene(
        "delete", "Deleting for ever", "What goes with it is said first; archiving is offered.",
        (
            ("delete", "Its reference has to be typed"),
            ("card-deleted", "The card of a deleted job"),
        ),
        plays.delete,
    ),
    Scene(
        "others", "Who may not", "Said to the one person.",
        (("guest", "A guest"),), plays.others,
    ),
    Scene(
        "shortcuts", "Ways in that are not typed", "Slack's own menus start a job, or a case note.",
        (
            ("shortcut-menu", "The menu of any message"),
            ("shortcut-anywhere", "The menu beside the message box"),
        ),
        plays_shortcuts.menus, WIDE,
    ),
    Scene(
        "shortcut-create", "A job from a message", "*Create PropOps job* fills the form.",
        (("shortcut-create", "Read from what it says, with its pictures ticked"),),
        plays_shortcuts.create, TALL,
    ),
    Scene(
        "shortcut-note", "A message becomes a case note", "*Add to PropOps job* asks which job.",
        (("shortcut-note", "What will be in PropOps is there to be looked at first"),),
        plays_shortcuts.note, TALL,
    ),
    Scene(
        "panel", "The side panel", "A click on a card's title; fields are changed in place.",
        (("panel", "The job, as one person may see it"), ("panel-edit", "Edited in place")),
        plays_panel.panel, WIDE, plays_panel.PAGES,
    ),
    Scene(
        "panel-prompt", "The side panel before linking", "A prompt to sign in.",
        (("panel-sign-in", "Nothing of the job is shown"),), plays_panel.prompt, WIDE, plays_panel.PAGES,
    ),
    Scene(
        "panel-phone", "The side panel on a telephone", "360 pixels wide.",
        (("panel-phone", "The job"), ("panel-phone-edit", "Edited with a thumb")),
        plays_panel.thumb, PHONE, plays_panel.PAGES,
    ),
    Scene(
        "day", "From the morning message to the empty board", "Rows are dealt with where they stand, and go.",
        (("morning-message", "Eight o'clock"), ("morning-done", "The same message, when all is done")),
        plays_day.day, {"viewport": {"width": 760, "height": 1300}},
    ),
    Scene(
        "home", "Home", "The same board, whenever one looks.",
        (("home", "In a wide window"),), plays_day.home, {**WIDE, "viewport": {"width": 1000, "height": 900}},
    ),
    Scene(
        "home-phone", "Home on a telephone", "360 pixels wide.",
        (("home-phone", "The same rows"),), plays_day.home, {**PHONE, "viewport": {"width": 360, "height": 1000}},
    ),
    Scene(
        "chased", "A contractor who does not accept", "Whoever told them hears of it in working hours, twice at most.",
        (("chase", "Nine o'clock"),), plays_day.chased,
    ),
    Scene(
        "next", "Who is next", "The last line of an open job's card.",
        (("card-next", "Told, not accepted yet"), ("card-accepted", "Accepted in PropOps by the contractor")),
        plays_day.next_steps,
    ),
    Scene(
        "channel", "A channel as quiet as its people want", "What it hears, which jobs it follows.",
        (("channel-settings", "/job settings"),), plays_day.settings, {"viewport": {"width": 760, "height": 1200}},
    ),
    Scene(
        "follow", "Following", "What changes in PropOps comes as a card.",
        (("follow", "/job follow"), ("follow-card", "A job that an agent moved in PropOps")), plays_day.follow,
    ),
    Scene(
        "phone", "On a telephone", "360 pixels wide.",
        (("phone-form", "The form"), ("phone-card", "The card")), plays.phone, PHONE,
    ),
)  # fmt: skip
