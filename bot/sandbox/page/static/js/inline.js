// Reads the inline part of Discord's markdown: emphasis, code, links, mentions, timestamps, spoilers.

const URL_TEXT = "https?:\\/\\/[^\\s<>]+[^\\s<>.,:;\"')\\]]";
const MASKED_URL = "https?:\\/\\/[^\\s<>()]+(?:\\([^\\s<>()]*\\)[^\\s<>()]*)*";
const RULES = [
  ["escape", /^\\([^\p{L}\p{N}\s])/u, (found) => ({ type: "text", text: found[1] })],
  ["code", /^(`+)([\s\S]*?[^`])\1(?!`)/, (found) => ({ type: "inline-code", text: found[2] })],
  [
    "link",
    new RegExp(`^\\[((?:\\\\.|[^\\[\\]\\\\])+)\\]\\(<?(${MASKED_URL})>?(?: "[^"]*")?\\)`),
    (found) => ({ type: "link", url: found[2], children: parseInline(found[1], true) }),
  ],
  [
    "stamp",
    /^<t:(-?\d{1,17})(?::([tTdDfFRsS]))?>/,
    (found) => ({ type: "stamp", at: Number(found[1]) * 1000, style: found[2] || "f" }),
  ],
  ["command", /^<\/([^:<>]{1,100}):(\d{1,25})>/, (found) => ({ type: "command", name: found[1], id: found[2] })],
  ["user", /^<@!?(\d{1,25})>/, (found) => ({ type: "user", id: found[1] })],
  ["role", /^<@&(\d{1,25})>/, (found) => ({ type: "role", id: found[1] })],
  ["channel", /^<#(\d{1,25})>/, (found) => ({ type: "channel", id: found[1] })],
  ["emoji", /^<a?:(\w{2,32}):\d{1,25}>/, (found) => ({ type: "text", text: `:${found[1]}:` })],
  ["angle", new RegExp(`^<(${URL_TEXT})>`), (found) => ({ type: "link", url: found[1], children: null })],
  ["url", new RegExp(`^${URL_TEXT}`), (found) => ({ type: "link", url: found[0], children: null })],
  ["everyone", /^@(everyone|here)\b/, (found) => ({ type: "everyone", text: found[0] })],
  [
    "both",
    /^\*\*\*(?=\S)([\s\S]+?)\*\*\*(?!\*)/,
    (found, plain) => ({ type: "strong", children: [{ type: "em", children: parseInline(found[1], plain) }] }),
  ],
  [
    "strong",
    /^\*\*(?=\S)([\s\S]+?)\*\*(?!\*)/,
    (found, plain) => ({ type: "strong", children: parseInline(found[1], plain) }),
  ],
  [
    "underline",
    /^__(?=\S)([\s\S]+?)__(?!_)/,
    (found, plain) => ({ type: "u", children: parseInline(found[1], plain) }),
  ],
  [
    "em",
    /^\*(?=[^\s*])((?:\*\*|[^*])+?)\*(?!\*)/,
    (found, plain) => ({ type: "em", children: parseInline(found[1], plain) }),
  ],
  [
    "em_",
    /^_(?=[^\s_])((?:__|\\_|[^_])+?)_(?!\w)/,
    (found, plain) => ({ type: "em", children: parseInline(found[1], plain) }),
  ],
  ["strike", /^~~(?=\S)([\s\S]+?)~~/, (found, plain) => ({ type: "s", children: parseInline(found[1], plain) })],
  [
    "spoiler",
    /^\|\|(?=\S)([\s\S]+?)\|\|/,
    (found, plain) => ({ type: "spoiler", children: parseInline(found[1], plain) }),
  ],
];
const STARTERS = /[\\`[<@*_~|]|https?:\/\//g;

/** Parse inline text into nodes; inside a link's label (`plain`) links and mentions stay text. */
export function parseInline(text, plain = false) {
  const nodes = [];
  const push = (node) => {
    const last = nodes[nodes.length - 1];
    if (node.type === "text" && last?.type === "text") last.text += node.text;
    else nodes.push(node);
  };
  let at = 0;
  while (at < text.length) {
    STARTERS.lastIndex = at;
    const start = STARTERS.exec(text);
    if (!start) {
      push({ type: "text", text: text.slice(at) });
      break;
    }
    if (start.index > at) push({ type: "text", text: text.slice(at, start.index) });
    const rest = text.slice(start.index);
    const hit = match(rest, plain, start.index > 0 ? text[start.index - 1] : "");
    if (hit) {
      push(hit.node);
      at = start.index + hit.length;
    } else {
      push({ type: "text", text: rest[0] });
      at = start.index + 1;
    }
  }
  return nodes;
}

function match(rest, plain, before) {
  for (const [name, pattern, make] of RULES) {
    if (plain && (name === "link" || name === "angle" || name === "url")) continue;
    if (name === "em_" && /\w/.test(before)) continue;
    const found = pattern.exec(rest);
    if (found) return { node: make(found, plain), length: found[0].length };
  }
  return null;
}
