// The clock of the stage, in the panel: what time it is for the bot, PropOps and Slack, and ways to turn it on.

import { ask } from "./api.js";
import { h, keepFocus } from "./dom.js";
import { now, store } from "./store.js";

const FORM = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" };
const time = h("span.hint", { role: "status" });
const turns = h("div.actions");
export const clock = h("details", { open: true }, h("summary", {}, "Clock ", time), turns);

export function drawClock() {
  tick();
  keepFocus(turns, () => turns.replaceChildren(...store.clock.turns.map(({ name, label }) =>
    h("button", { type: "button", "data-key": `clock/${name}`, onclick: () => ask("clock", { to: name }) }, label))));
}

function tick() {
  const said = now().toLocaleString("en-GB", FORM);
  if (time.textContent !== said) time.textContent = said;
}
setInterval(tick, 5_000);
