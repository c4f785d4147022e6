// The Home tab of the app, where the messages of a channel stand otherwise.

import { act } from "./api.js";
import { block } from "./blocks.js";
import { h, keepFocus } from "./dom.js";
import { choice } from "./inputs.js";
import { store } from "./store.js";

export const HOME = "home";

const trouble = h("p.trouble", { role: "alert", hidden: true });
const body = h("div.home");
let stamp = "";

/** Opening it is what Slack tells the bot, which then draws it. */
export const openHome = () => tell("home", {});

export function drawHome(parent) {
  const view = store.homes.get(store.me);
  const now = JSON.stringify([store.me, view?.hash]);
  if (body.parentNode === parent && now === stamp) return;
  stamp = now;
  const isNew = body.parentNode !== parent;
  const nodes = view ? view.blocks.map((made) => drawn(view, made)) : [h("p.hint", {}, "Nothing is here yet.")];
  keepFocus(parent, () => {
    body.replaceChildren(...nodes);
    parent.replaceChildren(trouble, body);
  });
  if (isNew) parent.scrollTop = 0;
}

function drawn(view, made) {
  const press = (from, element, option) => tell("press", { view: view.id, block: from.block_id, action: element.action_id, value: option?.value ?? null, values: {} });
  const field = (from, element) => choice(element, { chosen: (option) => tell("enter", { view: view.id, block: from.block_id, values: { [from.block_id]: option.value } }) });
  const node = block(made, { scope: view.id, heading: "h2", press, field });
  node.dataset.block = made.block_id;
  return node;
}

async function tell(what, more) {
  trouble.hidden = true;
  try {
    await act(what, store.me, more);
  } catch (error) {
    trouble.textContent = error.kind === "NotAcked" ? "The app did not respond. Please try again." : error.message;
    trouble.hidden = false;
  }
}
