// Messages: a channel's list, a thread in the side pane, and what can be done with each of them.

import { act } from "./api.js";
import { body } from "./blocks.js";
import { detailsCards } from "./details.js";
import { arrange, h, keepFocus } from "./dom.js";
import { entityCard } from "./entity.js";
import { fileList } from "./files.js";
import { choice } from "./inputs.js";
import { spoken } from "./mrkdwn.js";
import { menu, showJson } from "./overlays.js";
import { canSee, changed, isReply, nameOf, store } from "./store.js";

const CLOCK = { hour: "2-digit", minute: "2-digit" };
const DAY = { weekday: "long", day: "numeric", month: "long" };
const NEAR_END = 120;

const when = (message) => new Date(Number(message.ts) * 1000);
const shown = (channel) => channel.messages.filter((each) => canSee(each) && !store.dismissed.has(each.ts));

/** A list that draws anew only what has changed. */
export function messageList(parent, scope) {
  const drawn = new Map();
  return (messages, { asThread = false } = {}) => {
    const isAtEnd = parent.scrollHeight - parent.scrollTop - parent.clientHeight < NEAR_END;
    const nodes = [];
    let day = "";
    for (const message of messages) {
      const today = when(message).toLocaleDateString("en-GB", DAY);
      if (today !== day && !asThread) nodes.push(cached(`day ${today}`, today, () => h("div.day", {}, h("span", {}, today))));
      day = today;
      const replies = asThread ? [] : repliesTo(message);
      nodes.push(cached(message.ts, JSON.stringify([message, replies.length, store.me]), () => item(message, replies, scope)));
    }
    keepFocus(parent, () => arrange(parent, nodes));
    if (isAtEnd) parent.scrollTop = parent.scrollHeight;

    function cached(name, stamp, make) {
      if (drawn.get(name)?.stamp !== stamp) drawn.set(name, { stamp, node: make() });
      return drawn.get(name).node;
    }
  };
}

export const inChannel = (channel) => shown(channel).filter((each) => !isReply(each) || each.subtype === "thread_broadcast" || each.only_to);

export function inThread(channel, ts) {
  return shown(channel).filter((each) => each.ts === ts || (isReply(each) && each.thread_ts === ts));
}

function repliesTo(message) {
  const channel = store.channels.get(message.channel);
  return shown(channel).filter((each) => isReply(each) && each.thread_ts === message.ts && !each.only_to);
}

function item(message, replies, scope) {
  const isBot = Boolean(message.bot_id);
  const name = nameOf(message.user);
  const trouble = h("p.trouble", { role: "alert", hidden: true });
  const press = (made, element, option) => tell("press", made, { action: element.action_id, value: option?.value ?? null });
  const ctx = { scope: `${scope}/${message.ts}`, heading: scope === "channel" ? "h2" : "h3", press, field };

  /** A list on a message: each choice is sent at once. */
  function field(made, element) {
    const at = { channel: message.channel, ts: message.ts, block: made.block_id };
    return choice(element, {
      suggest: async (typed) => (await act("suggest", store.me, { ...at, typed })).options,
      chosen: (option) => tell("choose", made, { value: option.value }),
    });
  }

  async function tell(what, made, more) {
    trouble.hidden = true;
    try {
      await act(what, store.me, { channel: message.channel, ts: message.ts, block: made.block_id, ...more });
    } catch (error) {
      trouble.textContent = error.kind === "NotAcked" ? `${name} did not respond. Please try again.` : error.message;
      trouble.hidden = false;
    }
  }

  /** A shortcut of the menu of messages. */
  async function use({ callback_id: callback, name: title }) {
    trouble.hidden = true;
    try {
      await act("message_shortcut", store.me, { channel: message.channel, ts: message.ts, callback });
    } catch (error) {
      trouble.textContent = error.kind === "NotAcked" ? `${title} did not respond. Please try again.` : error.message;
      trouble.hidden = false;
    }
  }

  async function tellPreview(nth, label) {
    trouble.hidden = true;
    try {
      await act("press_preview", store.me, { channel: message.channel, ts: message.ts, nth, label });
    } catch (error) {
      trouble.textContent = error.kind === "NotAcked" ? `${store.bot.name} did not respond. Please try again.` : error.message;
      trouble.hidden = false;
    }
  }

  return h("div.message", { "data-ts": message.ts, class: `message${message.only_to ? " ephemeral" : ""}` },
    h("span.avatar", { "aria-hidden": "true", class: `avatar hue-${hue(message.user)}` }, isBot ? "⚒" : initials(name)),
    h("article", { "aria-label": `${name}, ${when(message).toLocaleTimeString("en-GB", CLOCK)}` },
      h("p.by", {}, h("strong", {}, name), isBot ? h("span.app", {}, "APP") : null,
        h("time", { datetime: when(message).toISOString() }, when(message).toLocaleTimeString("en-GB", CLOCK)),
        message.only_to ? h("span.only", {}, "Only visible to you") : null),
      body(message, ctx),
      fileList(message.files),
      previews(message, ctx, tellPreview),
      detailsCards(message),
      message.edited && !isBot ? h("small.hint", {}, "(edited)") : null,
      trouble,
      replies.length ? summary(message, replies) : null,
      tools(message, replies, isBot, use)));
}

/** What the app shows under the links of a message: a Work Object, or blocks. */
export function previews({ attachments = [] }, ctx, pressed) {
  return attachments.filter((each) => each.is_app_unfurl).map((each, nth) =>
    h("div.preview", { role: "group", "aria-label": `Preview of ${each.app_unfurl_url}` },
      h("p.hint", {}, store.bot.name),
      each.entity
        ? entityCard(each, (label) => pressed(nth, label))
        : body(each, { ...ctx, press: (made, element) => pressed(nth, element.text.text) })));
}

function summary(message, replies) {
  const words = `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`;
  return h("button.replies", { type: "button", "data-key": `replies/${message.ts}`, onclick: () => openThread(message) },
    words, h("small", {}, ` last at ${when(replies.at(-1)).toLocaleTimeString("en-GB", CLOCK)}`));
}

function tools(message, replies, isBot, use) {
  const shortcuts = store.shortcuts.filter((each) => each.type === "message");
  const words = h("p.notice", { hidden: true }, h("strong", {}, "Notification and screen reader: "), spoken(message.text ?? ""));
  const tool = (label, onclick) => h("button", { type: "button", onclick }, label);
  return [
    h("div.tools", {},
      message.only_to || isReply(message) || replies.length ? null : tool("Reply in thread", () => openThread(message)),
      isBot ? tool("Notification text", () => (words.hidden = !words.hidden)) : null,
      isBot ? tool("JSON", () => showJson("What the bot sent", { text: message.text, blocks: message.blocks, metadata: message.metadata })) : null,
      message.only_to ? null : menu("More message actions", shortcuts.map((each) => ({ label: each.name, chosen: () => use(each) })), `more/${message.ts}`),
      message.only_to ? tool("Dismiss", () => { store.dismissed.add(message.ts); changed("messages", {}); }) : null),
    words,
  ];
}

function openThread(message) {
  store.thread = message.ts;
  changed("thread");
}

const initials = (name) => name.split(" ").map((each) => each[0]).slice(0, 2).join("");
const hue = (id) => [...id].reduce((sum, each) => sum + each.charCodeAt(0), 0) % 6;
