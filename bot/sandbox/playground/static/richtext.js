// rich_text blocks, as people write them.

import { h } from "./dom.js";
import { link } from "./mrkdwn.js";
import { nameOf, store } from "./store.js";

export function richText(parts) {
  return parts.map((part) => {
    switch (part.type) {
      case "rich_text_list":
        return h(part.style === "ordered" ? "ol" : "ul", {}, part.elements.map((each) => h("li", {}, inline(each.elements))));
      case "rich_text_quote":
        return h("blockquote", {}, inline(part.elements));
      case "rich_text_preformatted":
        return h("pre", {}, inline(part.elements));
      default:
        return h("p", {}, inline(part.elements));
    }
  });
}

function inline(elements) {
  return elements.map((each) => {
    switch (each.type) {
      case "text":
        return styled(each.text, each.style ?? {});
      case "link":
        return link(each.url, each.text ?? each.url);
      case "user":
        return h("span.mention", {}, `@${nameOf(each.user_id)}`);
      case "channel":
        return h("span.mention", {}, `#${store.channels.get(each.channel_id)?.name ?? each.channel_id}`);
      case "emoji":
        return each.unicode ? String.fromCodePoint(...each.unicode.split("-").map((code) => parseInt(code, 16))) : `:${each.name}:`;
      case "date":
        return each.fallback ?? "";
      default:
        return `(${each.type})`;
    }
  });
}

function styled(words, { bold, italic, strike, code }) {
  let made = document.createTextNode(words);
  for (const [on, tag] of [[code, "code"], [strike, "s"], [italic, "em"], [bold, "strong"]]) if (on) made = h(tag, {}, made);
  return made;
}
