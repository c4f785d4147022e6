// A second pair of hands: what others do in PropOps, to a job that one chooses.

import { ask } from "./api.js";
import { h, keepFocus } from "./dom.js";
import { store } from "./store.js";

const jobs = h("select", { id: "elsewhere-job" });
const deeds = h("div.actions");
const said = h("p.hint", { role: "status" });
const trouble = h("p.trouble", { role: "alert", hidden: true });
export const elsewhere = h("details", {}, h("summary", {}, "Others in PropOps"),
  h("label", { for: "elsewhere-job" }, "To this job"), jobs, deeds, said, trouble);

export function drawElsewhere() {
  keepFocus(deeds, () => deeds.replaceChildren(...store.deeds.map(({ name, label }) =>
    h("button", { type: "button", "data-key": `deed/${name}`, onclick: () => go(name) }, label))));
  const options = store.propops.jobs.map((each) => [each.job_ref, `${each.job_ref} · ${each.job_title}`]);
  if (JSON.stringify(options) === jobs.dataset.drawn) return;
  const chosen = jobs.value;
  jobs.dataset.drawn = JSON.stringify(options);
  jobs.replaceChildren(...options.map(([ref, label]) => h("option", { value: ref }, label)));
  if (options.some(([ref]) => ref === chosen)) jobs.value = chosen;
}

async function go(deed) {
  trouble.hidden = true;
  said.textContent = "";
  try {
    said.textContent = (await ask("elsewhere", { deed, job: jobs.value })).words;
  } catch (error) {
    trouble.textContent = error.kind === "NotPossible" ? `${error.message}.` : error.message;
    trouble.hidden = false;
  }
}
