// What comes up over the page: questions, menus, the JSON of a message, notifications.

import { h, newId } from "./dom.js";
import { text } from "./mrkdwn.js";

const SHOWN_FOR = 7000;

/** A `confirm` object of Block Kit; whether the person said yes. */
export function confirmed(question) {
  if (!question) return Promise.resolve(true);
  const title = newId("title");
  return new Promise((resolve) => {
    const dialog = h("dialog.small", { "aria-labelledby": title });
    const end = (yes) => {
      dialog.close();
      dialog.remove();
      resolve(yes);
    };
    dialog.addEventListener("cancel", () => end(false));
    const style = question.style === "danger" ? "button.danger" : "button.primary";
    const yes = h(style, { type: "button", onclick: () => end(true) }, question.confirm.text);
    dialog.append(
      h("h2", { id: title }, question.title.text),
      h("p", {}, text(question.text)),
      h("footer", {}, h("button", { type: "button", onclick: () => end(false) }, question.deny.text), yes),
    );
    document.body.append(dialog);
    dialog.showModal();
    yes.focus();
  });
}

/** Anything as JSON, to read. */
export function showJson(heading, what) {
  const title = newId("title");
  const dialog = h(
    "dialog.json",
    { "aria-labelledby": title, onclose: () => dialog.remove() },
    h("h2", { id: title }, heading),
    h("pre", { tabindex: 0 }, JSON.stringify(what, null, 2)),
    h("footer", {}, h("button", { type: "button", onclick: () => dialog.close() }, "Close")),
  );
  document.body.append(dialog);
  dialog.showModal();
}

/** A button with a menu: `entries` are { label, chosen() }. */
export function menu(label, entries, key, sign = "⋯") {
  const id = newId("menu");
  const list = h("ul.menu", { id, role: "menu", "aria-label": label, hidden: true });
  const button = h(
    "button.more",
    {
      type: "button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-label": label,
      "data-key": key,
      onclick: () => (list.hidden ? open() : close()),
    },
    sign,
  );
  const items = entries.map((entry) =>
    h("li", { role: "none" },
      h("button", { type: "button", role: "menuitem", tabindex: -1, onclick: () => {
        close();
        button.focus();
        entry.chosen();
      } }, entry.label)),
  );
  list.append(...items);
  const node = h("span.menued", {
    onkeydown: press,
    onfocusout: (event) => !node.contains(event.relatedTarget) && close(),
  }, button, list);

  function open() {
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    list.scrollIntoView({ block: "nearest" });
    focus(0);
  }
  function close() {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
  }
  const focus = (at) => items.at(at % items.length).firstChild.focus();
  function press(event) {
    const at = items.findIndex((each) => each.contains(document.activeElement));
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
      button.focus();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      if (list.hidden) open();
      else focus(at + 1);
    } else if (event.key === "ArrowUp" && !list.hidden) {
      event.preventDefault();
      focus(at - 1);
    }
  }
  return node;
}

/** A notification as the desktop shows it: the top-level `text` of a message. */
export function toast(heading, words, channel, go) {
  const note = h("div.toast", { "data-channel": channel },
    h("button.go", { type: "button", onclick: () => { note.remove(); go(); } }, h("strong", {}, heading), h("span", {}, words)),
    h("button.clear", { type: "button", "aria-label": "Dismiss", onclick: () => note.remove() }, "×"));
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), SHOWN_FOR);
}

/** Those of a channel that is being looked at, or of everywhere, have done their work. */
export function dropToasts(channel = "") {
  for (const note of document.querySelectorAll(".toast")) {
    if (!channel || note.dataset.channel === channel) note.remove();
  }
}
