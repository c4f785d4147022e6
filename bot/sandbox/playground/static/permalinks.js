// Addresses of messages of this workspace, which Slack follows by itself: here they lead to the message on the page.

import { canSee, changed, store } from "./store.js";

/** What following the address does instead of opening a tab; undefined where it leads out of this workspace. */
export function followed(url) {
  const [, channel, seconds, micros] = /^https:\/\/[^/]+\/archives\/(\w+)\/p(\d+)(\d{6})/.exec(url) ?? [];
  const place = store.channels.get(channel);
  if (!place?.members.includes(store.me)) return undefined;
  return (event) => {
    event.preventDefault();
    const message = place.messages.find((each) => each.ts === `${seconds}.${micros}` && canSee(each));
    const thread = message?.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : "";
    changed("go", { channel, ts: message?.ts ?? "", thread });
  };
}
