// Builds DOM nodes; members' text only ever enters the page as text nodes made here.

/**
 * Make an element. Properties: `class`, `text`, `on` (event handlers), `data` (data-* values), `style` (CSS custom
 * properties), anything else is an attribute (true: empty, false or null: left out).
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "text") element.textContent = value;
    else if (name === "value") element.value = value;
    else if (name === "on")
      for (const [type, handler] of Object.entries(value)) element.addEventListener(type, handler);
    else if (name === "data") for (const [key, of] of Object.entries(value)) element.dataset[key] = of;
    else if (name === "style") for (const [key, of] of Object.entries(value)) element.style.setProperty(key, of);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

/** Append children, skipping nothing-values and flattening lists. */
export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Put new children in place of all old ones. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

const PATHS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.6-4 3-6 6.5-6s6 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 15c2 1 3 2 3.5 5",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12l16-8-6 16-3-7z",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.500c1 1.3 2.1 2 3.5 2s2.5-.7 3.5-2M9 9.500v.1M15 9.500v.1",
  more: "M4.9 12h.2M11.9 12h.2M18.9 12h.2M4.9 12.3h.2M11.9 12.3h.2M18.9 12.3h.2",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.500V12l3 2",
  down: "M6 9l6 6 6-6",
  out: "M14 5h5v5M19 5l-9 9M11 6H6v12h12v-5",
  hash: "M9 4L7 20M17 4l-2 16M4 9h16M3 15h16",
  megaphone: "M4 10v4h3l8 4V6l-8 4zM18.5 9.500a4 4 0 0 1 0 5",
  thread: "M5 5v8a4 4 0 0 0 4 4h10M15 13l4 4-4 4",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  reply: "M9 7l-5 5 5 5M4 12h9a6 6 0 0 1 6 6",
};

/** A line icon, hidden from screen readers: its button carries the name. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only an icon; `label` is its accessible name and hint. */
export function iconButton(name, label, onClick, properties = {}) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click: onClick }, ...properties },
    icon(name),
  );
}

/** Tell screen readers a short sentence. */
export function announce(text) {
  const region = document.getElementById("announcer");
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}

const HUES = [8, 195, 75, 285, 140, 32, 220, 325, 168, 255];

/** A round picture made of a member's initials, coloured by their id. */
export function avatar(name, id, bot = false) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const initials = (words.length > 1 ? words[0][0] + words[1][0] : [...name].slice(0, 2).join("")).toUpperCase();
  const hue = HUES[Number(BigInt(id || 0) % BigInt(HUES.length))];
  return h("span", { class: bot ? "avatar bot" : "avatar", "aria-hidden": "true", style: { "--hue": hue } }, initials);
}
