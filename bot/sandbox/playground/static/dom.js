// Making elements: text is only ever text, nothing is parsed as HTML.

/** h("button.primary", { type: "button", onclick }, "Send") → an element; null children are left out. */
export function h(name, props, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "value") made.value = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((each) => each !== null && each !== undefined));
  return made;
}

let last = 0;

/** A new id for `aria-describedby` and its kin. */
export const newId = (stem) => `${stem}-${++last}`;

/** Make these nodes, in this order, the children: nodes that stay are not moved, so focus stays. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let next = parent.firstChild;
  for (const node of nodes) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
}

/** Do this once nobody has called for `wait` milliseconds. */
export function calm(wait, work) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), wait);
  };
}

/** Put the focus back where it was when a part of the page is drawn anew: by `data-key`. */
export function keepFocus(parent, draw) {
  const key = parent.contains(document.activeElement) && document.activeElement.dataset.key;
  draw();
  if (key && !parent.contains(document.activeElement)) {
    [...parent.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key)?.focus();
  }
}
