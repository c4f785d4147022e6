// Slack's mrkdwn as nodes. Whatever the bot says becomes text nodes and a few known elements.

import { h } from "./dom.js";
import { followed } from "./permalinks.js";
import { nameOf, now, store } from "./store.js";

const DATE = { day: "numeric", month: "long", year: "numeric" };
const TIME = { hour: "2-digit", minute: "2-digit" };
const TOKEN = "<[^<>\\n]+>";
const within = (mark) => `(?=\\S)((?:${TOKEN}|[^${mark}<\\n])*(?:${TOKEN}|[^${mark}<\\s]))`;
const INLINE = new RegExp([
  "```([^]+?)```",
  "`([^`\\n]+)`",
  "<([^<>\\n]+)>",
  `(?<![\\w*])\\*${within("*")}\\*(?![\\w*])`,
  `(?<!\\w)_${within("_")}_(?!\\w)`,
  `(?<![\\w~])~${within("~")}~(?![\\w~])`,
].join("|"));

/** A text object of Block Kit, plain or mrkdwn. */
export function text(object) {
  return object.type === "mrkdwn" ? mrkdwn(object.text) : lines(object.text);
}

export function mrkdwn(said) {
  const drawn = [];
  let quote = null;
  for (const line of said.split(/(```[^]+?```)|\n/).filter((each) => each !== undefined)) {
    if (line.startsWith("&gt;")) {
      quote ??= drawn[drawn.push(h("blockquote")) - 1];
      if (quote.childNodes.length) quote.append(h("br"));
      quote.append(...inline(line.slice(4).trimStart()));
    } else {
      if (drawn.length && !quote) drawn.push(h("br"));
      quote = null;
      drawn.push(...inline(line));
    }
  }
  return drawn;
}

/** The same as one plain line: for notifications. */
export function spoken(said) {
  const words = (each) => (typeof each === "string" ? each : each.tagName === "BR" ? "\n" : each.textContent);
  return mrkdwn(said).map(words).join("").trim();
}

function inline(said) {
  const found = INLINE.exec(said);
  if (!found) return said ? [decoded(said)] : [];
  const [all, block, code, token, bold, italic, strike] = found;
  let made;
  if (block !== undefined) made = h("pre", {}, decoded(block));
  else if (code !== undefined) made = h("code", {}, decoded(code));
  else if (token !== undefined) made = pointed(token);
  else if (bold !== undefined) made = h("strong", {}, inline(bold));
  else if (italic !== undefined) made = h("em", {}, inline(italic));
  else made = h("s", {}, inline(strike));
  return [
    ...(found.index ? [decoded(said.slice(0, found.index))] : []),
    made,
    ...inline(said.slice(found.index + all.length)),
  ];
}

/** What stands in `<…>`: a person, a channel, a date, a group or a link. */
function pointed(token) {
  const [target, label] = token.split("|", 2);
  if (target.startsWith("@")) return h("span.mention", {}, `@${label || nameOf(target.slice(1))}`);
  if (target.startsWith("#")) {
    const channel = store.channels.get(target.slice(1));
    return h("span.mention", {}, `#${label || channel?.name || target.slice(1)}`);
  }
  if (target.startsWith("!date^")) return moment(target, label);
  if (target.startsWith("!subteam^")) return h("span.mention", {}, `@${label || "group"}`);
  if (target.startsWith("!")) return h("span.mention.loud", {}, `@${target.slice(1)}`);
  return link(decoded(target), decoded(label || target));
}

function moment(target, fallback) {
  const [, seconds, form, url] = target.split("^");
  const then = new Date(Number(seconds) * 1000);
  if (Number.isNaN(then.getTime())) return h("span", {}, fallback ?? "");
  const said = form
    .replace(/\{date_(short|long)?_?(pretty)?\}|\{date(_num)?\}/g, (_, __, pretty) => day(then, pretty))
    .replace(/\{time(_secs)?\}/g, then.toLocaleTimeString("en-GB", TIME));
  const made = h("time", { datetime: then.toISOString(), title: fallback }, said);
  return url ? link(url, made) : made;
}

function day(then, pretty) {
  const away = Math.round((midnight(then) - midnight(now())) / 86_400_000);
  const word = { "-1": "yesterday", 0: "today", 1: "tomorrow" }[away];
  return pretty && word ? word : then.toLocaleDateString("en-GB", DATE);
}

const midnight = (when) => new Date(when).setHours(0, 0, 0, 0);

/** Only web and mail addresses are followed; anything else stays words. */
export function link(url, ...label) {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return h("span", {}, ...label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick: followed(url) }, ...label);
}

const decoded = (said) => said.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

function lines(said) {
  return said.split("\n").flatMap((line, at) => (at ? [h("br"), line] : [line]));
}
