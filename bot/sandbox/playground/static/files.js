// Files: chosen, dropped, or the examples; and how they look under a message.

import { h } from "./dom.js";

const DRAWN = ["image/jpeg", "image/png", "image/webp"];

/** Pictures as pictures, everything else by its name. */
export function fileList(files) {
  if (!files?.length) return null;
  return h("ul.attached", { "aria-label": "Files" }, files.map((each) =>
    h("li", {}, DRAWN.includes(each.mimetype)
      ? h("img", { src: `files/${each.id}`, alt: each.name, loading: "lazy" })
      : h("span.picture", {}, `📄 ${each.name}`))));
}

export function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = failed;
    reader.readAsDataURL(file);
  });
}

/** What a message will bring along. `act(name, body)` puts it into Slack; `told(words)` says what went wrong. */
export function attachments(act, told) {
  let held = [];
  const list = h("ul.files", { "aria-live": "polite" });
  const picker = h("input", { type: "file", multiple: true, hidden: true, onchange: () => take([...picker.files]).then(() => (picker.value = "")) });
  async function take(files) {
    try {
      for (const file of files) add([await act("attach", { name: file.name, data: await base64(file) })]);
    } catch (error) {
      told(error.message);
    }
  }
  async function examples() {
    add((await act("attach_examples", {})).files);
  }
  function add(files) {
    held = [...held, ...files];
    show();
  }
  function show() {
    list.replaceChildren(...held.map((each) =>
      h("li", {}, `${each.name} `, h("button", { type: "button", "aria-label": `Remove ${each.name}`, onclick: () => { held = held.filter((one) => one !== each); show(); } }, "✕"))));
  }
  return {
    list,
    picker,
    take,
    examples,
    choose: () => picker.click(),
    ids: () => held.map((each) => each.id),
    clear: () => { held = []; show(); },
  };
}
