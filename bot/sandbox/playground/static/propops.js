// The panel beside: PropOps as it is, and switches for trouble.

import { ask, job } from "./api.js";
import { clock, drawClock } from "./clock.js";
import { h, keepFocus } from "./dom.js";
import { drawElsewhere, elsewhere } from "./elsewhere.js";
import { changed, nameOf, store } from "./store.js";

const panel = document.getElementById("panel");
const CLOCK = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
const when = (at) => h("time", { datetime: at }, new Date(at).toLocaleString("en-GB", CLOCK));

const switches = h("div.switches");
const parts = {
  writes: part("Who wrote what", true),
  emails: part("E-mails it would send"),
  jobs: part("Jobs"),
  people: part("People and their accounts"),
  requests: part("What the bot asked"),
};
panel.append(
  h("header", {}, h("h2", {}, "PropOps itself"),
    h("button.clear", { type: "button", "aria-label": "Close PropOps", onclick: () => changed("panel") }, "×")),
  switches, clock, elsewhere, ...Object.values(parts).map((each) => each.node));

let opened = ""; // the job whose details are shown

export function drawPanel(what) {
  if (what === "all" || what === "switches") keepFocus(switches, drawSwitches);
  if (what === "all" || what === "clock") drawClock();
  if (what === "all" || what === "propops") {
    drawElsewhere();
    const { writes, emails, jobs, people } = store.propops;
    fill(parts.writes, writes.map(write), "Nothing yet: type /job new.");
    fill(parts.emails, emails.map(email), "None yet.");
    fill(parts.jobs, jobs.map(row), "No jobs.");
    fill(parts.people, people.map(person), "");
    if (opened) show(opened);
  }
  if (what === "all" || what === "requests") fill(parts.requests, store.requests.map(request), "Nothing yet.");
}

function part(heading, isOpen = false) {
  const count = h("span.count");
  const list = h("ul");
  const node = h("details", { open: isOpen }, h("summary", {}, h("span", {}, heading), count), list);
  return { node, list, count };
}

function fill({ list, count }, nodes, none) {
  count.textContent = nodes.length || "";
  keepFocus(list, () => list.replaceChildren(...(nodes.length ? nodes : [h("li.hint", {}, none)])));
}

function drawSwitches() {
  switches.replaceChildren(...store.switches.map(({ name, now, settings }) =>
    h("fieldset", {}, h("legend", {}, name === "propops" ? "PropOps" : "Slack"),
      settings.map((each) =>
        h("label", { title: each.about, class: each.name === now && now !== "well" ? "bad" : "" },
          h("input", { type: "radio", name, value: each.name, checked: each.name === now, "data-key": `${name}/${each.name}`,
            onchange: () => ask("switch", { switch: name, to: each.name }) }),
          each.label)),
      h("p.hint", {}, settings.find((each) => each.name === now).about))));
}

const WORDS = {
  create: "created",
  update: "updated",
  delete: "deleted",
  send_assignment_notification: "notified the contractor of",
  restore_commit: "restored",
  restore_archived_file: "brought a file back to",
  upload_photo: "added a photo to",
  upload_document: "added a document to",
};

function write(each) {
  const fields = Object.entries(each.body).filter(([name]) => !["action", "uuid", "csrf_token"].includes(name));
  return h("li", {},
    h("p", {}, h("strong", {}, each.by), ` ${WORDS[each.action] ?? each.action} `, opener(each.job_ref), " ", when(each.at)),
    fields.length ? h("details", {}, h("summary", {}, `${fields.length} ${fields.length === 1 ? "field" : "fields"} sent`), facts(fields)) : null);
}

const email = (each) => h("li", {}, h("p", {}, "To ", h("strong", {}, each.to), " ", when(each.at)), h("p", {}, each.subject));

function request(each) {
  const bad = each.status === null ? "" : each.status === 0 || each.status >= 400 ? ".bad" : ".good";
  return h("li.request", {}, h("code", {}, `${each.method} ${each.path}${each.action ? ` ${each.action}` : ""}`),
    h(`span.status${bad}`, {}, each.status === 0 ? "dropped" : String(each.status ?? "…")), each.fault ? h("small", {}, ` ${each.fault}`) : null);
}

function opener(ref) {
  return h("button.link", { type: "button", onclick: () => openJob(ref) }, ref);
}

/** A job of the panel with all its details, by reference or uuid. */
export function openJob(name) {
  const found = store.propops.jobs.find((each) => each.job_ref === name || each.uuid === name);
  if (!found) return;
  parts.jobs.node.open = true;
  show(found.job_ref, true);
}

function row(each) {
  return h("li", { id: `job-${each.job_ref}` },
    h("button.link", { type: "button", "data-key": `job/${each.job_ref}`, "aria-expanded": String(opened === each.job_ref), onclick: () => toggle(each.job_ref) },
      `${each.job_ref} · ${each.job_title}`),
    h("p.hint", {}, [each.status_name, each.priority_name, each.contractor_name, each.full_address].filter(Boolean).join(" · ")),
    h("div.details"));
}

function toggle(ref) {
  const was = opened;
  opened = was === ref ? "" : ref;
  fill(parts.jobs, store.propops.jobs.map(row), "No jobs.");
  if (opened) show(opened);
}

async function show(ref, scroll = false) {
  opened = ref;
  const found = await job(ref);
  const place = document.getElementById(`job-${ref}`);
  if (!found || !place || opened !== ref) return;
  place.querySelector("button").setAttribute("aria-expanded", "true");
  const known = Object.entries(found.job).filter(([name, value]) => value !== null && value !== "" && !name.startsWith("is_") && !name.endsWith("_count"));
  place.querySelector(".details").replaceChildren(facts(known), h("h3", {}, "Commits"), h("ol", {}, found.commits.map(commit)));
  if (scroll) place.scrollIntoView({ block: "start" });
}

function commit(each) {
  const rows = Object.entries(each.changes).map(([name, { old, new: now }]) => [name, `${plain(old)} → ${plain(now)}`]);
  return h("li", {}, h("p", {}, h("strong", {}, each.message), ` · ${each.by} · `, when(each.at)),
    h("details", {}, h("summary", {}, `${rows.length} changes`), facts(rows)));
}

function person(each) {
  const linked = each.account ? `linked as ${each.account}${each.dead ? ", but PropOps refused the token" : ""}` : "not linked";
  const go = (path) => () => ask(path, { who: each.id });
  const login = each.account ? null : h("small", {}, ` On the link page: ${each.email}, password ${each.password}.`);
  return h("li.person", {}, h("span", {}, h("strong", {}, nameOf(each.id)), ` ${linked}`, login),
    each.account && !each.dead
      ? h("button", { type: "button", "data-key": `link/${each.id}`, onclick: go("unlink"), "aria-label": `Unlink ${nameOf(each.id)}` }, "Unlink")
      : h("button", { type: "button", "data-key": `link/${each.id}`, onclick: go("link"), "aria-label": `Link ${nameOf(each.id)} as ${each.would}` }, `Link as ${each.would}`));
}

const plain = (value) => (value === null || value === "" ? "–" : Array.isArray(value) ? value.join(", ") || "–" : String(value));

function facts(rows) {
  return h("dl", {}, rows.map(([name, value]) => [h("dt", {}, name), h("dd", {}, plain(value))]));
}
