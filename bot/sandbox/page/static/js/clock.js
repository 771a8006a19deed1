// Tells the world's time, and writes timestamps the way Discord does, counted from that time.

let offset = 0;

/** Learn the world's time from the sandbox (ISO 8601). */
export function set(now) {
  offset = Date.parse(now) - Date.now();
}

/** The world's time in milliseconds. */
export function now() {
  return Date.now() + offset;
}

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};
const UNITS = [
  ["year", 31536000],
  ["month", 2592000],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
const relativeFormat = new Intl.RelativeTimeFormat(undefined, { numeric: "always" });
const formats = new Map();

function format(milliseconds, style) {
  if (!formats.has(style)) formats.set(style, new Intl.DateTimeFormat(undefined, STYLES[style]));
  return formats.get(style).format(milliseconds);
}

function relative(milliseconds) {
  const seconds = Math.round((milliseconds - now()) / 1000);
  const [unit, size] = UNITS.find(([, span]) => Math.abs(seconds) >= span * 0.99) || UNITS[UNITS.length - 1];
  return relativeFormat.format(Math.round(seconds / size), unit);
}

/** The words of a timestamp in one of Discord's styles (`R` counts from the world's time). */
export function words(milliseconds, style = "f") {
  if (!Number.isFinite(milliseconds) || Math.abs(milliseconds) > 8.64e15) return "Invalid date";
  return style === "R" ? relative(milliseconds) : format(milliseconds, STYLES[style] ? style : "f");
}

/** A time element that stays true; relative ones are renewed by `tick`. */
export function timeElement(milliseconds, style) {
  const element = document.createElement("time");
  element.className = "stamp";
  element.textContent = words(milliseconds, style);
  element.title = words(milliseconds, "F");
  if (Number.isFinite(milliseconds) && Math.abs(milliseconds) <= 8.64e15)
    element.dateTime = new Date(milliseconds).toISOString();
  if (style === "R") element.dataset.relative = String(milliseconds);
  return element;
}

/** Renew all relative times on the page. */
export function tick() {
  for (const element of document.querySelectorAll("time[data-relative]")) {
    const text = relative(Number(element.dataset.relative));
    if (element.textContent !== text) element.textContent = text;
  }
}

/** Short time of a message: the hour today, the day before that. */
export function short(iso) {
  const at = Date.parse(iso);
  const sameDay = new Date(at).toDateString() === new Date(now()).toDateString();
  return sameDay ? format(at, "t") : format(at, "s");
}

/** The line between two days. */
export function day(iso) {
  return format(Date.parse(iso), "D");
}
