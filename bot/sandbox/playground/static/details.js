// The side panel of a work object: what Slack shows when somebody clicks on the title of a card.

import { act } from "./api.js";
import { h, newId } from "./dom.js";
import { input } from "./inputs.js";
import { menu, showJson } from "./overlays.js";
import { changed, store } from "./store.js";

const DATE = "slack#/types/date";
const TIMESTAMP = "slack#/types/timestamp";
const MOMENT = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
const pane = document.getElementById("details");
let editing = ""; // panel id
let entered = new Map(); // key → what is in its input
let drawn = "";

/** The work objects of a message, as everybody in the channel sees them; of the preview of a link the way in alone. */
export function detailsCards(message) {
  const previewed = (message.attachments ?? []).some((each) => each.entity);
  return [
    ...(message.metadata?.entities ?? []).map((each) => card(message, each)),
    previewed ? h("button", { type: "button", onclick: () => openDetails(message) }, "Open details") : null,
  ];
}

function card(message, entity) {
  const { attributes } = entity.entity_payload;
  const rows = fieldsOf(entity).slice(0, 4).map(([key, field]) => h("span", {}, `${label(key, field)}: ${value(field)}`));
  const open = () => openDetails(message);
  return h("div.entity.openable", {},
    h("button.link.title", { type: "button", onclick: open }, h("strong", {}, attributes.title.text)),
    h("small", {}, [attributes.display_type, attributes.display_id].filter(Boolean).join(" · ")),
    h("div.context", {}, rows),
    h("button", { type: "button", onclick: open, "aria-label": `Open ${attributes.title.text}` }, "Open"));
}

async function openDetails(message, refresh = false) {
  store.thread = "";
  editing = "";
  await tell("panel_open", { channel: message.channel, ts: message.ts, refresh });
  changed("thread");
}

const mine = () => [...store.panels.values()].find((each) => each.owner === store.me && each.is_open);

export function drawDetails() {
  const panel = mine();
  const stamp = JSON.stringify([panel, editing, store.me, store.thread]);
  if (stamp === drawn) return;
  drawn = stamp;
  pane.hidden = !panel || Boolean(store.thread);
  if (!panel) return pane.replaceChildren();
  if (editing !== panel.id) entered = new Map();
  pane.replaceChildren(head(panel), ...(editing === panel.id ? [editor(panel)] : [reader(panel)]));
}

function head(panel) {
  const canEdit = panel.entity && !panel.sign_in && editing !== panel.id && fieldsOf(panel.entity).some(isEditable);
  return h("header", {}, h("h2", {}, "Details"),
    panel.entity ? h("button.quiet", { type: "button", onclick: () => showJson("What the bot answered", panel.entity) }, "JSON") : null,
    canEdit ? h("button", { type: "button", "aria-label": "Edit", onclick: () => { editing = panel.id; changed("details"); } }, "✎ Edit") : null,
    h("button", { type: "button", "aria-label": "Refresh", onclick: () => openDetails({ channel: panel.channel, ts: panel.ts }, true) }, "↻"),
    h("button.clear", { type: "button", "aria-label": "Close details", onclick: () => tell("panel_close", { panel: panel.id }) }, "×"));
}

function reader(panel) {
  if (panel.sign_in) {
    return h("div.place", {}, h("p", {}, "Connect your account to see this job."),
      h("a.button.primary", { href: panel.sign_in, target: "_blank", rel: "noopener noreferrer" }, "Sign in"));
  }
  if (panel.error) {
    return h("div.place", { role: "alert" }, h("h3", {}, panel.error.custom_title ?? "Sorry"), h("p", {}, panel.error.custom_message ?? panel.error.status));
  }
  if (!panel.entity) return h("div.place", {}, h("p.hint", {}, "Loading…"));
  const { attributes, actions = {} } = panel.entity.entity_payload;
  const rows = fieldsOf(panel.entity).flatMap(([key, field]) => [h("dt", {}, label(key, field)), h("dd", {}, value(field))]);
  const more = (actions.overflow_actions ?? []).map((each) => ({ label: each.text, chosen: () => press(panel, each) }));
  return h("div.place", {},
    h("h3", {}, attributes.title.text),
    h("p.hint", {}, [attributes.display_type, attributes.display_id].filter(Boolean).join(" · ")),
    h("dl", {}, rows),
    h("div.actions", {},
      (actions.primary_actions ?? []).map((each) => h("button", { type: "button", "aria-label": each.accessibility_label, onclick: () => press(panel, each) }, each.text)),
      more.length ? menu("More of this job", more, "details/more") : null),
    panel.entity.entity_comments ? comments(panel) : null);
}

const press = (panel, action) => tell("panel_press", { panel: panel.id, label: action.text });

function comments(panel) {
  const { count } = panel.entity.entity_comments;
  const box = h("textarea", { rows: 2, "aria-label": "Write a comment", placeholder: "Write a comment" });
  const send = h("button.primary", { type: "button", onclick: () => tell("panel_comment", { panel: panel.id, text: box.value }) }, "Comment");
  return h("section.comments", {}, h("h3", {}, `Comments (${panel.comments?.length ?? count})`),
    panel.comments_error ? h("p.trouble", { role: "alert" }, panel.comments_error) : null,
    panel.comments
      ? h("ul", {}, panel.comments.map((each) => h("li", {}, h("strong", {}, each.sender.text ?? store.people.get(each.sender.user_id)?.name ?? ""), h("p", {}, each.comment.value))))
      : h("button", { type: "button", onclick: () => tell("panel_comments", { panel: panel.id }) }, "Show comments"),
    panel.may_comment ? [box, send] : null);
}

function editor(panel) {
  const inputs = fieldsOf(panel.entity).filter(isEditable).map(([key, field]) => row(panel, key, field));
  const save = h("button.primary", { type: "submit" }, "Save");
  const leave = () => { editing = ""; tell("panel_tidy", { panel: panel.id }); changed("details"); };
  return h("form.place", {
    novalidate: true,
    onsubmit: async (event) => {
      event.preventDefault();
      save.disabled = true;
      const answer = await tell("panel_save", { panel: panel.id, values: Object.fromEntries(entered) });
      save.disabled = false;
      if (answer && !Object.keys(answer.errors ?? {}).length && !answer.edit_error) editing = "";
      changed("details");
    },
  },
    panel.edit_error ? h("p.trouble", { role: "alert" }, panel.edit_error) : null,
    inputs,
    h("footer", {}, h("button", { type: "button", onclick: leave }, "Cancel"), save));
}

function row(panel, key, field) {
  const id = newId("detail");
  const [labelId, hintId, errorId] = [`${id}-label`, `${id}-hint`, `${id}-error`];
  const held = entered.has(key) ? entered.get(key).held : begun(field);
  const made = input(elementOf(field), {
    id,
    labelId,
    describedBy: `${hintId} ${errorId}`,
    held,
    suggest: async (typed) => (await act("panel_suggest", store.me, { panel: panel.id, key, typed })).options,
    changed: (now) => entered.set(key, { held: now, value: now?.text?.text ?? (now || null) }),
  });
  const wrong = panel.errors[key];
  return h("div.block.field", {},
    h("label", { id: labelId, for: id }, label(key, field), field.edit.optional ? h("span.hint", {}, " (optional)") : null),
    made.node,
    h("p.error", { id: errorId, hidden: !wrong, role: wrong ? "alert" : null }, wrong ?? ""),
    h("p.hint", { id: hintId }, field.edit.hint?.text ?? ""));
}

function elementOf(field) {
  const { select, placeholder, text } = field.edit;
  const plain = (option) => ({ ...option, text: { type: "plain_text", ...option.text } });
  if (select?.static_options) return { type: "static_select", options: select.static_options.map(plain) };
  if (select) return { type: "external_select", min_query_length: 0 };
  if (field.type === DATE) return { type: "datepicker" };
  return { type: "plain_text_input", placeholder, max_length: text?.max_length };
}

function begun(field) {
  const { select } = field.edit;
  if (!select) return field.value;
  const current = select.current_value;
  if (!current) return null;
  const option = select.static_options?.find((each) => each.value === current);
  return option ?? { text: { type: "plain_text", text: value(field) }, value: current };
}

function fieldsOf(entity) {
  const { fields = {}, custom_fields: custom = [], display_order: order } = entity.entity_payload;
  const all = new Map([...Object.entries(fields), ...custom.map((each) => [each.key, each])]);
  return (order ?? [...all.keys()]).filter((key) => all.has(key)).map((key) => [key, all.get(key)]);
}

const isEditable = ([, field]) => field.edit?.enabled;
const label = (key, field) => field.label ?? key.replace(/^./, (first) => first.toUpperCase()).replaceAll("_", " ");

function value(field) {
  if (field.type === DATE) return new Date(`${field.value}T12:00:00`).toLocaleDateString("en-GB", DAY);
  if (field.type === TIMESTAMP) return new Date(field.value * 1000).toLocaleString("en-GB", MOMENT);
  return field.user?.text ?? String(field.value ?? "");
}

async function tell(what, body) {
  try {
    return await act(what, store.me, body);
  } catch (error) {
    const note = h("p.trouble", { role: "alert" }, error.kind === "NotAcked" ? "The app did not respond. Please try again." : error.message);
    pane.hidden = false;
    pane.prepend(note);
    return null;
  }
}
