// The inputs of one open view: what is typed stays while the bot draws the view anew.

import { block } from "./blocks.js";
import { arrange, calm, h, newId } from "./dom.js";
import { heldIn, input, raw } from "./inputs.js";
import { text } from "./mrkdwn.js";
import { store } from "./store.js";

const PAUSE = 300;

/** `ask(act, body)` does something with this view; errors of it are the caller's. */
export function form(viewId, ask) {
  const body = h("div.body");
  const drawn = new Map(); // block id → { stamp, node, error(words) }
  const held = holding(viewId);
  let view;

  function draw(now, errors) {
    view = now;
    const blocks = view.blocks.map((made) => [made, stampOf(made)]);
    const ids = new Set(view.blocks.map((each) => each.block_id));
    for (const id of drawn.keys()) if (!ids.has(id)) drawn.delete(id);
    arrange(body, blocks.map(([made, stamp]) => {
      const there = drawn.get(made.block_id);
      if (there?.stamp === stamp) return there.node;
      const fresh = { stamp, error: () => {}, focus: () => {} };
      drawn.set(made.block_id, fresh);
      fresh.node = block(made, { scope: viewId, heading: "h3", press, field: (from, element) => field(from, element, fresh) });
      fresh.node.dataset.block = made.block_id;
      return fresh.node;
    }));
    show(errors);
  }

  function field(made, element, fresh) {
    const id = newId("field");
    const [labelId, hintId, errorId] = [`${id}-label`, `${id}-hint`, `${id}-error`];
    const before = held.get(made.block_id);
    const isSame = before && before.action === element.action_id && before.type === element.type;
    if (before && !isSame) held.delete(made.block_id);
    const made_ = input(element, {
      id,
      labelId,
      describedBy: `${hintId} ${errorId}`,
      held: isSame ? before.value : heldIn(view.state.values[made.block_id]?.[element.action_id]),
      suggest: async (typed) => (await ask("suggest", { block: made.block_id, typed, values: values() })).options,
      upload: (act, body) => ask(act, { ...body, block: made.block_id }).catch(() => null),
      changed: (value, how) => change(made, element, value, how),
    });
    const isGroup = element.type === "checkboxes" || element.type === "radio_buttons";
    const error = h("p.error", { id: errorId, hidden: true });
    fresh.focus = made_.focus;
    fresh.error = (words) => {
      error.textContent = words ?? "";
      error.hidden = !words;
      const control = made_.node.matches("input, textarea, select") ? made_.node : made_.node.querySelector("input, textarea");
      if (words) control?.setAttribute("aria-invalid", "true");
      else control?.removeAttribute("aria-invalid");
    };
    const caption = made.type === "input" ? [text(made.label), made.optional ? h("span.hint", {}, " (optional)") : null] : [element.placeholder?.text ?? "Choose"];
    return h("div.block.field", {},
      isGroup ? h("span.label", { id: labelId }, caption) : h("label", { id: labelId, for: id, class: made.type === "input" ? "" : "unseen" }, caption),
      made_.node,
      error,
      h("p.hint", { id: hintId }, made.hint ? text(made.hint) : ""));
  }

  function change(made, element, value, how) {
    if (how !== "enter") {
      held.set(made.block_id, { action: element.action_id, type: element.type, value });
      drawn.get(made.block_id)?.error(null);
    }
    if (made.type === "input" && !made.dispatch_action) return;
    const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
    if (how === "typed" && triggers.includes("on_character_entered")) tellSoon(made.block_id);
    else if (how === "chosen" || (how === "enter" && triggers.includes("on_enter_pressed"))) tell(made.block_id);
  }

  const tell = (id) => ask("enter", { block: id, values: { ...values(), [id]: raw(held.get(id)?.value ?? null) } }).catch(() => {});
  const tellSoon = calm(PAUSE, tell);

  const press = (made, element, option) =>
    ask("press", { block: made.block_id, action: element.action_id, value: option?.value ?? null, values: values() });

  /** What was entered here, by block. */
  const values = () => Object.fromEntries([...held].map(([id, each]) => [id, raw(each.value)]));

  /** Errors beside their fields; the first one gets the focus. */
  function show(errors) {
    for (const [id, each] of drawn) each.error(errors[id]);
    const first = [...drawn.keys()].find((id) => errors[id]);
    if (first) drawn.get(first).focus();
  }

  return { body, draw, show, values };
}

function holding(viewId) {
  if (!store.heldBy.has(viewId)) store.heldBy.set(viewId, new Map());
  return store.heldBy.get(viewId);
}

/** Two blocks with the same stamp look the same; what they started with is no part of it. */
function stampOf(made) {
  return JSON.stringify(made, (key, value) => (key.startsWith("initial_") ? undefined : value));
}
