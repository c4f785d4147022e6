// A field that searches while somebody types: one choice, or several as chips.

import { calm, h, newId } from "./dom.js";

const PAUSE = 150;

export function combobox(element, { id, labelId, describedBy, held, suggest, changed, many }) {
  const least = element.min_query_length ?? (element.type.includes("external") ? 3 : 0);
  const most = element.max_selected_items ?? Infinity;
  const listId = newId("list");
  let chosen = [held ?? []].flat();
  let options = [];
  let active = -1;
  let asked = 0;

  const stay = (event) => event.preventDefault(); // a press beside the field does not leave it
  const chips = h("ul.chips", { "aria-label": "Chosen", onmousedown: stay });
  const field = h("input", {
    id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-describedby": describedBy,
    "data-key": id,
    placeholder: element.placeholder?.text ?? "Select an option",
    oninput: () => search(),
    onclick: () => list.hidden && search(),
    onfocus: () => field.select(),
    onblur: () => leave(),
    onkeydown: press,
  });
  const list = h("ul.options", { id: listId, role: "listbox", "aria-labelledby": labelId, hidden: true });
  const said = h("p.unseen", { role: "status" });
  const clear = h("button.clear", { type: "button", "aria-label": "Clear", onmousedown: stay, onclick: () => choose(null) }, "×");
  const node = h("div.combo", {}, many ? chips : null, h("div.line", {}, field, many ? null : clear), list, said);
  show();

  const look = calm(PAUSE, async () => {
    const typed = words();
    const number = ++asked;
    if (typed.length < least) return tell(`Type ${least === 1 ? "a letter" : `${least} letters`} to search`);
    tell("Searching…");
    let found;
    try {
      found = await suggest(typed);
    } catch {
      if (number === asked) tell("The app did not answer. Type again to retry.");
      return;
    }
    if (number !== asked || document.activeElement !== field) return;
    options = found.filter((each) => !many || !chosen.some((had) => had.value === each.value));
    if (options.length) draw();
    else tell(typed ? `No results for “${typed}”` : "No results");
  });

  function search() {
    open();
    if (!options.length) tell("Searching…");
    look();
  }

  /** What is being looked for; the text of the choice itself looks for nothing. */
  function words() {
    const typed = field.value.trim();
    return !many && typed === chosen[0]?.text.text ? "" : typed;
  }

  function draw() {
    active = -1;
    list.replaceChildren(
      ...options.map((each, at) =>
        h(
          "li",
          {
            id: `${listId}-${at}`,
            role: "option",
            "aria-selected": String(chosen.some((had) => had.value === each.value)),
            onmousedown: stay,
            onclick: () => choose(each),
          },
          each.text.text,
          each.description ? h("small", {}, each.description.text) : null,
        ),
      ),
    );
    said.textContent = `${options.length} ${options.length === 1 ? "result" : "results"}`;
    open();
    move(words() ? 0 : -1);
  }

  function tell(what) {
    options = [];
    active = -1;
    list.replaceChildren(h("li.none", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, what));
    said.textContent = what;
    field.removeAttribute("aria-activedescendant");
  }

  function open() {
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    list.scrollIntoView({ block: "nearest" });
  }

  function close() {
    asked += 1;
    options = [];
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function leave() {
    close();
    field.value = many ? "" : (chosen[0]?.text.text ?? "");
  }

  function choose(option) {
    if (many) chosen = option && chosen.length < most ? [...chosen, option] : chosen;
    else chosen = option ? [option] : [];
    close();
    show();
    field.focus();
    changed(many ? chosen : (chosen[0] ?? null), "chosen");
  }

  function drop(option) {
    chosen = chosen.filter((each) => each.value !== option.value);
    show();
    field.focus();
    changed(chosen, "chosen");
  }

  function show() {
    field.value = many ? "" : (chosen[0]?.text.text ?? "");
    clear.hidden = !chosen.length;
    chips.hidden = !chosen.length;
    chips.replaceChildren(
      ...chosen.map((each) =>
        h("li", {}, each.text.text,
          h("button", { type: "button", "aria-label": `Remove ${each.text.text}`, onclick: () => drop(each) }, "×")),
      ),
    );
  }

  function move(to) {
    active = to;
    [...list.children].forEach((each, at) => each.classList.toggle("active", at === active));
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", `${listId}-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  function press(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) search();
      else if (options.length) move((active + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (options[active]) choose(options[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      leave();
    } else if (event.key === "Backspace" && many && !field.value && chosen.length) {
      drop(chosen.at(-1));
    }
  }

  return { node, focus: () => field.focus() };
}
