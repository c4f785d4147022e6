// Block Kit as elements. `ctx` says what a press does, and what headings are here:
// { scope, heading, press(block, element, option) }, and for views field(block, element).

import { h } from "./dom.js";
import { isInput } from "./inputs.js";
import { mrkdwn, text } from "./mrkdwn.js";
import { confirmed, menu } from "./overlays.js";
import { followed } from "./permalinks.js";
import { richText } from "./richtext.js";

export function block(made, ctx) {
  switch (made.type) {
    case "header":
      return h(`${ctx.heading}.block.heading`, {}, text(made.text));
    case "divider":
      return h("hr.block");
    case "section":
      return section(made, ctx);
    case "context":
      return h("div.block.context", {}, made.elements.map((each) => h("span", {}, each.type === "image" ? picture(each) : text(each))));
    case "actions":
      return h("div.block.actions", {}, made.elements.map((each) => element(made, each, ctx)));
    case "input":
      return ctx.field(made, made.element);
    case "image":
      return h("figure.block", {}, picture(made), made.title ? h("figcaption", {}, text(made.title)) : null);
    case "markdown":
      return h("div.block.markdown", {}, made.text);
    case "rich_text":
      return h("div.block", {}, richText(made.elements));
    default:
      return h("p.block.hint", {}, `(${made.type} is not drawn here)`);
  }
}

function section(made, ctx) {
  const accessory = made.accessory ? element(made, made.accessory, ctx) : null;
  return h("div.block.section", {},
    h("div", {},
      made.text ? h("div", {}, text(made.text)) : null,
      made.fields ? h("div.fields", {}, made.fields.map((each) => h("div", {}, text(each)))) : null),
    accessory);
}

function element(made, each, ctx) {
  switch (each.type) {
    case "button":
      return button(made, each, ctx);
    case "overflow":
      return overflow(made, each, ctx);
    case "image":
      return picture(each);
    default:
      return isInput(each) && ctx.field ? ctx.field(made, each) : h("span.hint", {}, `(${each.type} is not drawn here)`);
  }
}

const key = (made, each, ctx) => `${ctx.scope}/${made.block_id}/${each.action_id}`;

function button(made, each, ctx) {
  const style = each.style ? `.${each.style}` : "";
  const shared = { "aria-label": each.accessibility_label, "data-key": key(made, each, ctx), "data-action": each.action_id };
  if (each.url && /^https?:/i.test(each.url)) {
    const opens = { href: each.url, target: "_blank", rel: "noopener noreferrer", onclick: (event) => { ctx.press(made, each); followed(each.url)?.(event); } };
    return h(`a.button${style}`, { ...shared, ...opens }, each.text.text);
  }
  const node = h(`button${style}`, { ...shared, type: "button", onclick: () => press(node, made, each, ctx) }, each.text.text);
  return node;
}

/** Asks first where the bot wants it; shows that something is going on until the bot has it. */
async function press(node, made, each, ctx, option) {
  if (node.getAttribute("aria-busy") === "true" || !(await confirmed(each.confirm))) return;
  node.setAttribute("aria-busy", "true");
  await ctx.press(made, each, option);
  node.removeAttribute("aria-busy");
}

function overflow(made, each, ctx) {
  const entries = each.options.map((option) => ({
    label: option.text.text,
    chosen: () => {
      if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener");
      press(node.firstChild, made, each, ctx, option);
    },
  }));
  const node = menu("More actions", entries, key(made, each, ctx));
  return node;
}

/** Pictures come from elsewhere, which this page never asks: what they show is written instead. */
const picture = (each) => h("span.picture", { role: "img", "aria-label": each.alt_text }, `🖼 ${each.alt_text}`);

/** The body of a message: its blocks, or its text where it has none. */
export function body(message, ctx) {
  if (message.blocks?.length) return message.blocks.map((each) => block(each, ctx));
  return [h("div.block", {}, mrkdwn(message.text ?? ""))];
}
