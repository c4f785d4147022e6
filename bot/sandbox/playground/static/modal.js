// The open views of this person: the top one as a dialog.

import { act } from "./api.js";
import { h } from "./dom.js";
import { form } from "./form.js";
import { showJson } from "./overlays.js";
import { myStack, store } from "./store.js";

const dialog = h("dialog.modal", { "aria-labelledby": "modal-title", oncancel: (event) => {
  event.preventDefault();
  close(false);
} });
const back = h("button.back", { type: "button", "aria-label": "Back", onclick: () => close(false) }, "‹");
const title = h("h2", { id: "modal-title", tabindex: -1 });
const json = h("button.quiet", { type: "button", onclick: () => showJson("What the bot sent", source()) }, "JSON");
const leave = h("button.clear", { type: "button", "aria-label": "Close", onclick: () => close(true) }, "×");
const place = h("div.place");
const trouble = h("p.trouble", { role: "alert", hidden: true });
const cancel = h("button", { type: "button", onclick: () => close(false) });
const send = h("button.primary", { type: "submit" });
dialog.append(h("form", { novalidate: true, onsubmit: submit },
  h("header", {}, back, title, json, leave), place, trouble, h("footer", {}, cancel, send)));
document.body.append(dialog);

let open = null; // { id, form }

export function drawModal() {
  const stack = myStack();
  const top = stack.at(-1);
  if (!top) {
    open = null;
    if (dialog.open) dialog.close();
    return;
  }
  const { view, errors } = top;
  const isNew = open?.id !== view.id;
  if (isNew) {
    open = { id: view.id, form: form(view.id, (name, body) => act(name, store.me, { view: view.id, ...body })) };
    place.replaceChildren(open.form.body);
    busy(false);
  }
  trouble.hidden = true;
  back.hidden = stack.length < 2;
  title.textContent = view.title.text;
  cancel.textContent = view.close?.text ?? "Close";
  send.hidden = !view.submit;
  send.textContent = view.submit?.text ?? "";
  const before = document.activeElement;
  open.form.draw(view, errors);
  if (!dialog.open) dialog.showModal();
  if (isNew || !before?.isConnected) focusFirst(errors);
}

function focusFirst(errors) {
  if (Object.keys(errors).length) return;
  const first = place.querySelector("input, textarea, select");
  (first ?? title).focus();
  if (!first) place.scrollTop = 0;
}

async function submit(event) {
  event.preventDefault();
  if (send.hidden || send.disabled) return;
  const sent = open;
  busy(true);
  trouble.hidden = true;
  try {
    const answer = await act("submit", store.me, { view: sent.id, values: sent.form.values() });
    if (answer.errors) sent.form.show(answer.errors);
  } catch (error) {
    say(error.kind === "NotAcked" ? "We had some trouble connecting. Please try again." : `The app's answer could not be used: ${error.message}`);
  } finally {
    if (open === sent) busy(false);
  }
}

function busy(is) {
  send.disabled = is;
  send.setAttribute("aria-busy", String(is));
}

async function close(all) {
  try {
    await act("close", store.me, { view: open.id, all });
  } catch (error) {
    say(error.message);
  }
}

function say(words) {
  trouble.textContent = words;
  trouble.hidden = false;
}

function source() {
  const { type, callback_id, title, submit, close, private_metadata, notify_on_close, blocks } = myStack().at(-1).view;
  return { type, callback_id, title, submit, close, private_metadata, notify_on_close, blocks };
}
