// A Work Object as a card: what Slack draws of a job under a link. Only what the bot sent is in it.

import { h } from "./dom.js";

const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
const MOMENT = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };

/** `press(action)` is called for a button of it. */
export function entityCard({ entity, title_link: link }, press) {
  const { attributes, fields = {}, custom_fields: custom = [], display_order: order = [], actions = {} } = entity.entity_payload;
  const all = new Map([...Object.entries(fields), ...custom.map((each) => [each.key, each])]);
  const rows = order.filter((key) => all.has(key)).map((key) => row(key, all.get(key)));
  const buttons = [...(actions.primary_actions ?? []), ...(actions.overflow_actions ?? [])];
  return h("div.entity", {},
    h("p", {},
      h("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, h("strong", {}, attributes.title.text)),
      h("span.hint", {}, ` ${attributes.display_id ?? ""} · ${attributes.display_type}`)),
    h("dl", {}, rows),
    h("div.actions", {}, buttons.map((each) => h("button", { type: "button", "data-action": each.action_id, onclick: () => press(each.text) }, each.text))));
}

function row(key, field) {
  const name = field.label ?? key.replace("_", " ").replace(/^./, (first) => first.toUpperCase());
  return [h("dt", {}, name), h(field.tag_color ? `dd.tag.${field.tag_color}` : "dd", {}, shown(field))];
}

function shown(field) {
  if (field.user) return field.user.text;
  if (field.type === "slack#/types/date") return new Date(`${field.value}T12:00:00`).toLocaleDateString("en-GB", DAY);
  if (typeof field.value === "number") return new Date(field.value * 1000).toLocaleString("en-GB", MOMENT);
  return String(field.value);
}
