// Asking the demo: what a person does goes out here, and nothing else.

/** An act that came to nothing. `kind`: NotPossible, NotAcked, BadAnswer, Unreadable, Gone. */
export class Trouble extends Error {
  constructor(kind, words) {
    super(words);
    this.kind = kind;
  }
}

export async function ask(path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Trouble("Gone", "The demo does not answer.");
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Trouble(said.kind ?? "Gone", said.words ?? "The demo does not answer.");
  return said;
}

export const act = (name, who, body) => ask(`act/${name}`, { who, ...body });

export async function job(ref) {
  const answer = await fetch(`jobs/${encodeURIComponent(ref)}`).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

/** Server-sent events, by name; `gone` and `back` tell of the connection. */
export function listen(heard, { gone, back }) {
  const source = new EventSource("events");
  for (const [name, hear] of Object.entries(heard)) {
    source.addEventListener(name, (event) => hear(JSON.parse(event.data)));
  }
  source.addEventListener("open", back);
  source.addEventListener("error", gone);
}
