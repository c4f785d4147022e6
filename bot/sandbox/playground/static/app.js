// The page: who one is, where one looks, and what is drawn when something happens.

import { listen } from "./api.js";
import { composer } from "./composer.js";
import { drawDetails } from "./details.js";
import { h } from "./dom.js";
import { drawHome, HOME, openHome } from "./home.js";
import { inChannel, inThread, messageList } from "./messages.js";
import { drawModal } from "./modal.js";
import { spoken } from "./mrkdwn.js";
import { dropToasts, toast } from "./overlays.js";
import { drawPanel, openJob } from "./propops.js";
import { begin, canSee, changed, channelName, hear, me, myChannels, nameOf, setClock, standing, store, watch } from "./store.js";

const at = (id) => document.getElementById(id);
const drawMessages = messageList(at("messages"), "channel");
const MOST_REQUESTS = 100;
const WIDE = matchMedia("(min-width: 1100px)");

function drawSidebar() {
  at("team").textContent = store.team;
  drawPeople();
  const { channels, dms } = myChannels();
  at("channels").replaceChildren(...channels.map((each) => entry(each, `# ${each.name}`)));
  at("apps").replaceChildren(entry({ id: HOME }, `⌂ ${store.bot.name} Home`), ...dms.map((each) => entry(each, `⚒ ${store.bot.name}`)));
}

/** Left alone while nothing in it is new: it may be open. */
function drawPeople() {
  const people = [...store.people.values()].filter((each) => !["bot", "stranger", "deactivated"].includes(each.role));
  const options = people.map((each) => h("option", { value: each.id }, `${each.name} – ${standing(each)}`));
  const isNew = options.map((each) => each.text).join("\n") !== [...at("be").options].map((each) => each.text).join("\n");
  if (isNew) at("be").replaceChildren(...options);
  at("be").value = store.me;
}

function entry(channel, label) {
  const unread = store.unread.get(channel.id);
  return h("li", {}, h("button", {
    type: "button",
    "data-key": channel.id,
    "aria-current": channel.id === store.channel ? "page" : null,
    onclick: () => go(channel.id),
  }, label, unread ? h("span.count", {}, String(unread), h("span.unseen", {}, " new")) : null));
}

function go(channel, thread = "") {
  store.channel = channel;
  store.thread = thread;
  store.unread.delete(channel);
  dropToasts(channel);
  open("sidebar", false);
  changed("place");
  if (channel === HOME) openHome();
}

/** Where an address of this workspace leads: the message, in the middle. */
function goTo({ channel, ts, thread }) {
  go(channel, thread);
  const found = [...document.querySelectorAll(thread ? "#thread [data-ts]" : "#messages [data-ts]")].find((each) => each.dataset.ts === ts);
  found?.scrollIntoView({ block: "center" });
  found?.querySelector("button, a")?.focus({ preventScroll: true });
}

let composedFor = "";

function drawPlace() {
  if (store.channel === HOME) {
    at("where").textContent = `${store.bot.name} Home`;
    document.title = `${at("where").textContent} – ${me().name}`;
    composedFor = HOME;
    at("composer").replaceChildren();
    drawHome(at("messages"));
    return;
  }
  const channel = store.channels.get(store.channel);
  at("where").textContent = channel.kind === "im" ? channelName(channel) : `#${channel.name}`;
  document.title = `${at("where").textContent} – ${me().name}`;
  drawMessages(inChannel(channel));
  if (composedFor === `${store.me} ${channel.id}`) return;
  composedFor = `${store.me} ${channel.id}`;
  at("messages").scrollTop = at("messages").scrollHeight;
  if (channel.kind === "im" && store.dmIsReadOnly) {
    at("composer").replaceChildren(h("p.hint.closed", {}, "Sending messages to this app has been turned off. Type /job in a channel."));
    return;
  }
  const made = composer({ label: `Message ${at("where").textContent}`, place: () => ({ channel: store.channel, thread: "" }), commands: true });
  at("composer").replaceChildren(made.node);
  if (WIDE.matches) made.focus();
}

let threadOf = "";
let drawReplies;

function drawThread() {
  const pane = at("thread");
  const channel = store.channels.get(store.channel);
  const messages = store.thread ? inThread(channel, store.thread) : [];
  pane.hidden = !messages.length;
  if (pane.hidden) {
    threadOf = "";
    return;
  }
  if (threadOf !== `${store.me} ${store.thread}`) {
    threadOf = `${store.me} ${store.thread}`;
    const list = h("div.list", { role: "log", "aria-label": "Replies", tabindex: 0 });
    const close = h("button.clear", { type: "button", "aria-label": "Close thread", onclick: () => { store.thread = ""; changed("thread"); } }, "×");
    const made = composer({ label: "Reply", place: () => ({ channel: store.channel, thread: store.thread }), commands: false });
    pane.replaceChildren(h("header", {}, h("h2", {}, "Thread"), h("span.hint", {}, at("where").textContent), close), list, made.node);
    drawReplies = messageList(list, "thread");
    close.focus();
  }
  drawReplies(messages, { asThread: true });
}

/** Notifications for what happens out of sight. */
function notify(message) {
  if (!message?.bot_id || !canSee(message)) return;
  const channel = store.channels.get(message.channel);
  if (!channel.members.includes(store.me) || message.channel === store.channel) return;
  store.unread.set(message.channel, (store.unread.get(message.channel) ?? 0) + 1);
  const where = channel.kind === "im" ? "" : ` in #${channel.name}`;
  toast(`${nameOf(message.user)}${where}`, spoken(message.text ?? ""), message.channel, () => go(message.channel, message.thread_ts ?? ""));
}

/** The two sides fold away where the page is narrow, the right one also where it is wide. */
function open(id, is) {
  const button = at(id === "panel" ? "show-panel" : "show-sidebar");
  document.body.classList.toggle(`with-${id}`, is);
  button.setAttribute("aria-expanded", String(is));
}

watch((what, more) => {
  if (what === "messages") notify(more.posted);
  if (["all", "place", "people", "messages", "home"].includes(what)) {
    drawSidebar();
    drawPlace();
  }
  if (["all", "place", "people", "messages", "thread"].includes(what)) drawThread();
  if (["all", "people", "views"].includes(what)) drawModal();
  if (["all", "people", "details", "thread"].includes(what)) drawDetails();
  if (what === "propops") drawPeople();
  if (["all", "propops", "switches", "clock", "requests"].includes(what)) drawPanel(what);
  if (what === "panel") open("panel", false);
  if (what === "go") goTo(more);
});

/** The same place of somebody else: Home, their messages with the app, the channel where they are in it. */
at("be").addEventListener("change", () => {
  const wasInDm = store.channels.get(store.channel)?.kind === "im";
  store.me = at("be").value;
  const { channels, dms } = myChannels();
  store.unread.clear();
  dropToasts();
  store.thread = "";
  if (wasInDm) store.channel = (dms[0] ?? channels[0]).id;
  else if (store.channel !== HOME && !channels.some((each) => each.id === store.channel)) store.channel = channels[0].id;
  changed("people");
  if (store.channel === HOME) openHome();
});
at("show-sidebar").addEventListener("click", () => open("sidebar", !document.body.classList.contains("with-sidebar")));
at("show-panel").addEventListener("click", () => open("panel", !document.body.classList.contains("with-panel")));
open("panel", WIDE.matches);

/** `#job=UUID` is where "Open in PropOps" leads: the job, in the panel. */
function follow() {
  const [, uuid] = /^#job=([\w-]+)$/.exec(location.hash) ?? [];
  if (!uuid) return;
  open("panel", true);
  openJob(uuid);
}
addEventListener("hashchange", follow);

listen(
  {
    state: (state) => {
      begin(state);
      follow();
    },
    slack: hear,
    request: (event) => {
      store.requests = [event, ...store.requests].slice(0, MOST_REQUESTS);
      changed("requests");
    },
    propops: (panel) => {
      store.propops = panel;
      changed("propops");
    },
    clock: (clock) => {
      setClock(clock);
      changed("clock");
    },
    switches: ({ switches }) => {
      store.switches = switches;
      changed("switches");
    },
  },
  { gone: () => (at("gone").hidden = false), back: () => (at("gone").hidden = true) },
);
