// Reads Discord's markdown into a tree of plain objects: block level here, inline text in inline.js.
import { parseInline } from "./inline.js";

const FENCE = /^```(?:([\w+-]*)\n)?([\s\S]*?)\n?```/;
const HEADING = /^(#{1,3}) +(.+)$/;
const SUBTEXT = /^-# +(.+)$/;
const ITEM = /^( *)(?:[-*]|(\d{1,9})\.) +(.+)$/;

/**
 * Parse a text. Nodes: {type: "paragraph" | "heading" | "subtext" | "quote" | "list" | "code" | "gap", …};
 * every `children` is a list of nodes, every inline node is made by parseInline.
 */
export function parse(text) {
  const nodes = [];
  let lines = [];
  const flush = () => {
    nodes.push(...parseLines(lines));
    lines = [];
  };
  let rest = text;
  while (rest) {
    const atStart = lines.length === 0 || rest.startsWith("```");
    const fence = atStart ? FENCE.exec(rest) : null;
    if (fence) {
      flush();
      nodes.push({ type: "code", language: fence[1] || "", text: fence[2] });
      rest = rest.slice(fence[0].length).replace(/^\n/, "");
      continue;
    }
    if (rest.startsWith(">>> ")) {
      flush();
      nodes.push({ type: "quote", children: parse(rest.slice(4)) });
      return nodes;
    }
    const end = rest.indexOf("\n");
    let line = end < 0 ? rest : rest.slice(0, end);
    const inner = line.indexOf("```");
    if (inner > 0 && FENCE.test(rest.slice(inner))) line = line.slice(0, inner);
    lines.push(line);
    rest = rest.slice(line.length).replace(/^\n/, "");
  }
  flush();
  return nodes;
}

function parseLines(lines) {
  const nodes = [];
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) nodes.push({ type: "paragraph", children: parseInline(paragraph.join("\n")) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const heading = HEADING.exec(line);
    const subtext = SUBTEXT.exec(line);
    if (heading) {
      flush();
      nodes.push({ type: "heading", level: heading[1].length, children: parseInline(heading[2]) });
    } else if (subtext) {
      flush();
      nodes.push({ type: "subtext", children: parseInline(subtext[1]) });
    } else if (/^> /.test(line)) {
      flush();
      const quoted = [];
      while (at < lines.length && /^>( |$)/.test(lines[at])) quoted.push(lines[at++].slice(2));
      at -= 1;
      nodes.push({ type: "quote", children: parseLines(quoted) });
    } else if (ITEM.test(line)) {
      flush();
      const items = [];
      while (at < lines.length && ITEM.test(lines[at]) && continues(items, itemOf(lines[at])))
        items.push(itemOf(lines[at++]));
      at -= 1;
      nodes.push(nest(items));
    } else if (line.trim() === "") {
      flush();
      if (nodes.length && at < lines.length - 1) nodes.push({ type: "gap" });
    } else {
      paragraph.push(line);
    }
  }
  flush();
  return nodes;
}

function itemOf(line) {
  const [, indent, number, text] = ITEM.exec(line);
  return {
    depth: Math.min(Math.floor(indent.length / 2), 5),
    number: number ? Number(number) : null,
    children: parseInline(text),
  };
}

function continues(items, next) {
  return !items.length || next.depth > items[0].depth || (next.number === null) === (items[0].number === null);
}

function nest(items) {
  const list = { type: "list", ordered: items[0].number !== null, start: items[0].number ?? 1, items: [] };
  const base = items[0].depth;
  for (let at = 0; at < items.length; at += 1) {
    if (items[at].depth > base && list.items.length) {
      const deeper = [];
      while (at < items.length && items[at].depth > base) deeper.push(items[at++]);
      at -= 1;
      list.items[list.items.length - 1].push(nest(deeper));
    } else {
      list.items.push([...items[at].children]);
    }
  }
  return list;
}
