// The inputs of Block Kit. Each maker gives { node, focus() } and tells `changed(held)`.
//
// What an input holds is a text, a day, an option { text, value }, a list of options, or null.

import { combobox } from "./combobox.js";
import { h, newId } from "./dom.js";
import { base64 } from "./files.js";
import { text } from "./mrkdwn.js";
import { myChannels, store } from "./store.js";

/** What the server wants to hear: option values in place of options. */
export function raw(held) {
  if (Array.isArray(held)) return held.map((each) => each.value ?? each.id);
  return held && typeof held === "object" ? held.value : held;
}

/** What `view.state` says an element holds. */
export function heldIn(entry) {
  if (!entry) return null;
  const { type, ...rest } = entry;
  return Object.values(rest)[0];
}

/** `at`: { id, labelId, describedBy, held, suggest(typed), upload(act, body), changed(held, how) } */
export function input(element, at) {
  switch (element.type) {
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return typed(element, at);
    case "static_select":
      return chosen(element, at);
    case "multi_static_select":
      return combobox(element, { ...at, many: true, suggest: matching(element) });
    case "external_select":
      return combobox(element, { ...at, many: false });
    case "multi_external_select":
      return combobox(element, { ...at, many: true });
    case "datepicker":
    case "timepicker":
      return moment(element, at);
    case "checkboxes":
    case "radio_buttons":
      return ticks(element, at);
    case "conversations_select":
      return channels(element, at);
    case "file_input":
      return files(element, at);
    default:
      return other(element);
  }
}

/** A list outside forms: each choice is told at once. `at`: { suggest(typed), chosen(option) } */
export function choice(element, at) {
  const id = newId("choice");
  const list = input(element, { id, labelId: `${id}-label`, suggest: at.suggest, changed: (option) => option && at.chosen(option) });
  return h("div.choice", {}, h("label.unseen", { id: `${id}-label`, for: id }, element.placeholder?.text ?? "Choose"), list.node);
}

export const isInput = (element) => element.type !== "button" && element.type !== "overflow" && element.type !== "image";

const MODES = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };

function typed(element, at) {
  const node = h(element.multiline ? "textarea" : "input", {
    id: at.id,
    type: element.multiline ? null : "text",
    rows: element.multiline ? 3 : null,
    inputmode: MODES[element.type],
    maxlength: element.max_length,
    placeholder: element.placeholder?.text,
    autocomplete: "off",
    "aria-describedby": at.describedBy,
    "data-key": at.id,
    value: at.held ?? "",
    oninput: () => at.changed(node.value, "typed"),
    onkeydown: (event) => {
      if (event.key === "Enter" && !element.multiline) at.changed(node.value, "enter");
    },
  });
  return { node, focus: () => node.focus() };
}

function chosen(element, at) {
  const options = element.options ?? element.option_groups.flatMap((each) => each.options);
  const asNode = (each) => h("option", { value: each.value }, each.text.text);
  const node = h(
    "select",
    {
      id: at.id,
      "aria-describedby": at.describedBy,
      "data-key": at.id,
      onchange: () => at.changed(options.find((each) => each.value === node.value) ?? null, "chosen"),
    },
    h("option", { value: "" }, element.placeholder?.text ?? "Select an option"),
    element.options
      ? element.options.map(asNode)
      : element.option_groups.map((each) => h("optgroup", { label: each.label.text }, each.options.map(asNode))),
  );
  node.value = at.held?.value ?? "";
  return { node, focus: () => node.focus() };
}

/** Channels this person is in; an app may ask for the one they are looking at. */
function channels(element, at) {
  const mine = myChannels().channels;
  const node = h(
    "select",
    { id: at.id, "aria-describedby": at.describedBy, "data-key": at.id, onchange: () => at.changed(node.value || null, "chosen") },
    h("option", { value: "" }, element.placeholder?.text ?? "Select a channel"),
    mine.map((each) => h("option", { value: each.id }, `#${each.name}`)),
  );
  node.value = at.held ?? "";
  if (!at.held && element.default_to_current_conversation && mine.some((each) => each.id === store.channel)) {
    node.value = store.channel;
    queueMicrotask(() => at.changed(store.channel, "chosen"));
  }
  return { node, focus: () => node.focus() };
}

function moment(element, at) {
  const node = h("input", {
    id: at.id,
    type: element.type === "datepicker" ? "date" : "time",
    "aria-describedby": at.describedBy,
    "data-key": at.id,
    value: at.held ?? "",
    onchange: () => at.changed(node.value || null, "chosen"),
  });
  return { node, focus: () => node.focus() };
}

function ticks(element, at) {
  const isMany = element.type === "checkboxes";
  const held = new Set([at.held ?? []].flat().map((each) => each.value));
  const boxes = element.options.map((option, place) =>
    h("input", {
      type: isMany ? "checkbox" : "radio",
      name: at.id,
      id: `${at.id}-${place}`,
      checked: held.has(option.value),
      onchange: tell,
    }),
  );
  function tell() {
    const ticked = element.options.filter((_, place) => boxes[place].checked);
    at.changed(isMany ? ticked : (ticked[0] ?? null), "chosen");
  }
  const node = h(
    "div.ticks",
    { role: isMany ? "group" : "radiogroup", "aria-labelledby": at.labelId, "aria-describedby": at.describedBy },
    element.options.map((option, place) =>
      h("div.tick", {}, boxes[place], h("label", { for: `${at.id}-${place}` }, text(option.text),
        option.description ? h("small", {}, text(option.description)) : null)),
    ),
  );
  return { node, focus: () => boxes[0].focus() };
}

/** Files are chosen or dropped; they are in Slack from then on, as in Slack's own client. */
function files(element, at) {
  let held = [at.held ?? []].flat();
  const list = h("ul.files", { "aria-live": "polite" });
  const picker = h("input", {
    id: at.id,
    type: "file",
    multiple: true,
    accept: (element.filetypes ?? []).map((each) => `.${each}`).join(","),
    "aria-describedby": at.describedBy,
    "data-key": at.id,
    onchange: async () => {
      for (const file of [...picker.files]) {
        add(await at.upload("upload", { name: file.name, data: await base64(file) }));
      }
      picker.value = "";
    },
  });
  const examples = h(
    "button",
    { type: "button", onclick: async () => add(await at.upload("examples", {})) },
    "Use example pictures",
  );
  function add(answer) {
    held = [...held, ...(answer?.files ?? [])];
    show();
  }
  function show() {
    list.replaceChildren(
      ...held.map((each) =>
        h("li", {}, `${each.name} `, h(
          "button",
          { type: "button", "aria-label": `Remove ${each.name}`, onclick: () => { held = held.filter((one) => one !== each); show(); } },
          "✕",
        ))),
    );
    at.changed(held, "chosen");
  }
  const node = h("div.picked", {}, picker, examples, list);
  if (held.length) list.replaceChildren(...held.map((each) => h("li", {}, each.name)));
  return { node, focus: () => picker.focus() };
}

function other(element) {
  return { node: h("p.hint", {}, `(${element.type} is not drawn here)`), focus: () => {} };
}

/** A fixed list searched by typing, as Slack does with its multi-select. */
function matching(element) {
  const all = element.options ?? element.option_groups.flatMap((each) => each.options);
  return async (words) => all.filter((each) => each.text.text.toLowerCase().includes(words.toLowerCase()));
}
