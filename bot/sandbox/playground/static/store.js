// What the page knows: the workspace as the sandbox tells it, and what this person looks at.

export const store = {
  team: "",
  bot: { id: "", name: "" },
  people: new Map(),
  channels: new Map(),
  stacks: new Map(), // member → open views, the top one last: { view, errors }
  homes: new Map(), // member → their Home
  propops: { jobs: [], writes: [], emails: [], notified: [], people: [] },
  requests: [],
  switches: [],
  clock: { ahead: 0, turns: [] }, // of the stage: how far before this machine's, in ms, and how it may be turned
  deeds: [], // what others may do in PropOps: { name, label }
  command: { command: "/job", words: [] },
  shortcuts: [], // of the manifest: { name, type, callback_id, description }
  dmIsReadOnly: false,
  me: "",
  channel: "",
  thread: "", // ts of the parent whose thread is open
  unread: new Map(), // channel → number, for me
  dismissed: new Set(), // ts of ephemeral messages that were dismissed
  panels: new Map(), // panel id → as its owner sees it
  drafted: new Map(), // unfurl_id → what the app shows of the links that are typed
  heldBy: new Map(), // view id → block → what is entered but not sent
};

const watchers = [];

/** `draw(what)` is called after each change; what: all, messages, views, people, propops … */
export const watch = (draw) => watchers.push(draw);
export const changed = (what, more) => watchers.forEach((draw) => draw(what, more));

export function begin(state) {
  const { slack } = state;
  store.team = slack.team.name;
  store.bot = slack.bot;
  store.people = new Map(slack.members.map((each) => [each.id, each]));
  store.channels = new Map(slack.channels.map((each) => [each.id, each]));
  store.stacks = new Map(Object.entries(slack.views));
  store.homes = new Map(Object.entries(slack.homes).map(([member, each]) => [member, each.view]));
  store.panels = new Map((slack.panels ?? []).map((each) => [each.id, each]));
  store.propops = state.propops;
  store.switches = state.switches;
  store.deeds = state.deeds;
  setClock(state.clock);
  store.command = state.command;
  store.shortcuts = state.shortcuts;
  store.dmIsReadOnly = state.dm_is_read_only;
  store.me ||= slack.members.find((each) => each.handle === "priya").id;
  store.channel ||= slack.channels.find((each) => each.name === "maintenance").id;
  changed("all");
}

export function setClock({ now: seconds, turns }) {
  store.clock = { ahead: seconds * 1000 - Date.now(), turns };
}

/** The time on the stage. */
export const now = () => new Date(Date.now() + store.clock.ahead);

export function hear(event) {
  switch (event.type) {
    case "message.posted":
      channelOf(event.message).messages.push(event.message);
      changed("messages", { posted: event.message });
      break;
    case "message.updated":
      replace(channelOf(event.message).messages, event.message);
      changed("messages", { updated: event.message });
      break;
    case "message.deleted": {
      const channel = store.channels.get(event.channel);
      channel.messages = channel.messages.filter((each) => each.ts !== event.ts);
      changed("messages", {});
      break;
    }
    case "home.published":
      store.homes.set(event.member, event.view);
      changed("home");
      break;
    case "draft.previewed":
      store.drafted.set(event.unfurl_id, event.previews);
      changed("drafts");
      break;
    case "view.opened":
      stackOf(event.member).push({ view: event.view, errors: {} });
      changed("views", event);
      break;
    case "view.updated":
    case "view.refused":
      for (const each of stackOf(event.member)) {
        if (each.view.id === event.view.id) Object.assign(each, { view: event.view, errors: event.errors });
      }
      changed("views", event);
      break;
    case "view.closed":
      store.stacks.set(event.member, stackOf(event.member).filter((each) => each.view.id !== event.view_id));
      store.heldBy.delete(event.view_id);
      changed("views", event);
      break;
    case "panel.shown":
      store.panels.set(event.panel.id, event.panel);
      changed("details");
      break;
    default: // fills, deliveries and complaints change nothing that is drawn here
  }
}

/** Whether the bot has said nothing yet that this person can see. */
export const isUntouched = () => ![...store.channels.values()].some((each) => each.messages.some((message) => message.bot_id && canSee(message)));

/** What somebody is here: their role, and whose PropOps account they have. */
export function standing({ id, name, role }) {
  const { account = "", dead = false } = store.propops.people.find((each) => each.id === id) ?? {};
  if (dead) return `${role}, token refused`;
  if (role === "unlinked") return !account ? role : account === name ? "linked" : `linked as ${account}`;
  return account || role === "guest" ? role : `${role}, not linked`;
}

export const me = () => store.people.get(store.me);
export const nameOf = (id) => store.people.get(id)?.name ?? id;
export const myStack = () => stackOf(store.me);

export function stackOf(member) {
  if (!store.stacks.has(member)) store.stacks.set(member, []);
  return store.stacks.get(member);
}

/** The channels this person has in their sidebar: theirs, and their direct message with the bot. */
export function myChannels() {
  const all = [...store.channels.values()].filter((each) => each.members.includes(store.me));
  const isDm = (each) => each.kind === "im";
  return {
    channels: all.filter((each) => !isDm(each) && !each.is_archived),
    dms: all.filter((each) => isDm(each) && each.members.includes(store.bot.id)),
  };
}

export const canSee = (message) => message.only_to === null || message.only_to === store.me;
export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

export function channelName(channel) {
  return channel.kind === "im" ? store.bot.name : channel.name;
}

function channelOf(message) {
  if (!store.channels.has(message.channel)) {
    store.channels.set(message.channel, { id: message.channel, name: "", kind: "im", members: [], messages: [] });
  }
  return store.channels.get(message.channel);
}

function replace(messages, message) {
  const at = messages.findIndex((each) => each.ts === message.ts);
  if (at >= 0) messages[at] = message;
}
