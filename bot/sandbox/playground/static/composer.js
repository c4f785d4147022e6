// Where a person types: messages, and commands with their completion.

import { act } from "./api.js";
import { h, newId } from "./dom.js";
import { attachments } from "./files.js";
import { previews } from "./messages.js";
import { menu } from "./overlays.js";
import { isUntouched, store, watch } from "./store.js";

const LINK = /https?:\/\/[^\s<>|]+(?=\s|$)/g;
const EXAMPLE = "/job new boiler not firing at 12 Elm Row, urgent, ace gas tomorrow am";

/** `place()` gives { channel, thread }; `label` names the field. */
export function composer({ label, place, commands }) {
  const listId = newId("commands");
  let rows = [];
  let active = -1;

  const field = h("textarea", {
    rows: 1,
    "aria-label": label,
    placeholder: label,
    autocomplete: "off",
    "aria-autocomplete": commands ? "list" : null,
    "aria-controls": commands ? listId : null,
    oninput: () => { complete(); look(); },
    onblur: left,
    onkeydown: press,
  });
  const above = h("div.drafted", { role: "status", "aria-label": "Preview of what you are typing" });
  let typed = { links: "", draft: "" };
  const list = h("ul.options.above", { id: listId, role: "listbox", "aria-label": "Commands", tabindex: 0, onblur: left, hidden: true });
  const trouble = h("p.trouble", { role: "alert", hidden: true });
  const send = h("button.primary", { type: "submit" }, "Send");
  const files = attachments((name, body) => act(name, store.me, body), complain);
  const more = menu("Attach files and use shortcuts", [
    { label: "Attach files", chosen: files.choose },
    { label: "Attach example pictures", chosen: () => files.examples() },
    ...store.shortcuts.filter((each) => each.type === "global").map((each) => ({ label: `⚡ ${each.name}`, chosen: () => use(each) })),
  ], `${label}/more`, "+");
  const start = commands && isUntouched() ? h("p.hint.start", {}, "Start here: ", h("button.link", { type: "button", onclick: () => put(EXAMPLE) }, EXAMPLE)) : null;
  const node = h("form.composer", {
    novalidate: true,
    onsubmit: submit,
    ondragover: (event) => event.preventDefault(),
    ondrop: (event) => {
      event.preventDefault();
      files.take([...event.dataTransfer.files]);
    },
  }, list, trouble, start, above, files.list, h("div.line", {}, more, field, files.picker, send));

  function complain(words) {
    trouble.textContent = words;
    trouble.hidden = false;
  }

  /** A global shortcut: Slack says nothing of where it was used. */
  async function use({ callback_id: callback, name }) {
    trouble.hidden = true;
    try {
      await act("shortcut", store.me, { callback });
    } catch (error) {
      complain(`Slackbot: ${error.kind === "NotAcked" ? `${name} did not respond. Please try again.` : error.message}`);
    }
  }

  async function submit(event) {
    event.preventDefault();
    const said = field.value.trim();
    if (!said && !files.ids().length) return;
    const { channel, thread } = place();
    close();
    trouble.hidden = true;
    field.value = "";
    const { draft } = typed;
    typed = { links: "", draft: "" };
    above.replaceChildren();
    start?.remove();
    try {
      if (!said.startsWith("/")) {
        await act("say", store.me, { text: said, channel, thread, draft, files: files.ids() });
        files.clear();
      }
      else if (thread) throw new Error("Slash commands can't be used in threads.");
      else await act("command", store.me, { line: said, channel });
    } catch (error) {
      field.value ||= said;
      trouble.textContent = `Slackbot: ${words(said, error)}`;
      trouble.hidden = false;
    }
  }

  /** Leaving the field for the list, to scroll it, is not leaving. */
  function left(event) {
    if (event.relatedTarget !== list && event.relatedTarget !== field) setTimeout(close, 150);
  }

  /** Slack tells the app of links while they are typed; what it shows of them stands above the field. */
  async function look() {
    const links = (field.value.match(LINK) ?? []).join(" ");
    if (links === typed.links) return;
    typed = { links, draft: "" };
    above.replaceChildren();
    if (!links) return;
    const { draft } = await act("type", store.me, { text: field.value, channel: place().channel }).catch(() => ({}));
    if (typed.links === links) typed.draft = draft ?? "";
    drawDraft();
  }

  function drawDraft() {
    const shown = store.drafted.get(typed.draft) ?? [];
    above.replaceChildren(...previews({ attachments: shown }, { scope: "draft", heading: "h2" }, () => {}));
  }

  watch((what) => what === "drafts" && drawDraft());

  function complete() {
    const typed = field.value;
    const { command, description, usage_hint: usage, words: subcommands } = store.command;
    rows = [];
    if (commands && /^\/\S*$/.test(typed) && command.startsWith(typed)) {
      rows = [{ put: `${command} `, name: `${command} ${usage}`, about: description }];
    } else if (commands && typed.startsWith(`${command} `)) {
      const word = typed.slice(command.length + 1);
      rows = subcommands
        .filter((each) => each.word.startsWith(word) && !word.includes(" "))
        .map((each) => ({ put: `${command} ${each.word} `, name: `${command} ${each.word} ${each.usage}`, about: each.help }));
    }
    list.replaceChildren(...rows.map(row));
    list.hidden = !rows.length;
    move(-1);
  }

  function row(each, at) {
    return h("li", {
      id: `${listId}-${at}`,
      role: "option",
      "aria-selected": "false",
      onmousedown: (event) => event.preventDefault(),
      onclick: () => take(each),
    }, h("strong", {}, each.name), h("small", {}, each.about));
  }

  function take(each) {
    put(each.put);
    complete();
  }

  function move(to) {
    active = to;
    [...list.children].forEach((each, at) => {
      each.classList.toggle("active", at === active);
      each.setAttribute("aria-selected", String(at === active));
    });
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `${listId}-${active}`);
  }

  function close() {
    rows = [];
    list.hidden = true;
    move(-1);
  }

  function press(event) {
    if (rows.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move((active + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length);
    } else if (rows.length && (event.key === "Tab" || event.key === "Enter") && (active >= 0 || event.key === "Tab") && !event.shiftKey) {
      event.preventDefault();
      take(rows[Math.max(active, 0)]);
    } else if (event.key === "Escape" && rows.length) {
      close();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      node.requestSubmit();
    }
  }

  function put(said) {
    field.value = said;
    field.focus();
  }

  return { node, focus: () => field.focus() };
}

/** What Slack itself says when a command or a message came to nothing. */
function words(said, error) {
  const command = said.split(/\s/, 1)[0];
  if (error.kind === "NotAcked") return `${command} failed with the error “operation_timeout”. Please try again.`;
  if (error.kind === "BadAnswer") return `${command} failed: the app's answer could not be read (${error.message}).`;
  return error.message;
}
