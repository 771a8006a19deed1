// One floating panel at a time beside the control that opened it; Escape or a click elsewhere closes it.
import { h } from "./dom.js";

let open = null;

/** Close the floating panel, if any, and give the focus back to what opened it. */
export function close(refocus = true) {
  if (!open) return;
  const { panel, anchor, again } = open;
  open = null;
  document.removeEventListener("pointerdown", outside, true);
  window.removeEventListener("resize", reposition);
  const inside = panel.contains(document.activeElement);
  panel.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (refocus && inside) (anchor.isConnected ? anchor : again?.())?.focus();
}

/**
 * Show content beside an anchor as a labelled dialog; the same anchor again closes it. `again` finds the anchor anew if
 * it was redrawn meanwhile.
 */
export function show(anchor, label, content, { again = null, wide = false } = {}) {
  const same = open?.anchor === anchor;
  close(false);
  if (same) {
    anchor.focus();
    return;
  }
  const panel = h(
    "div",
    {
      class: wide ? "popover wide" : "popover",
      role: "dialog",
      "aria-label": label,
      tabindex: -1,
      on: { keydown: keys },
    },
    content,
  );
  (anchor.closest("dialog") ?? document.body).append(panel);
  anchor.setAttribute("aria-expanded", "true");
  open = { panel, anchor, again };
  reposition();
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", reposition);
  (panel.querySelector("[autofocus], input, button, select, [tabindex='0']") ?? panel).focus();
}

function keys(event) {
  if (event.key === "Escape") {
    event.stopPropagation();
    event.preventDefault();
    close();
    return;
  }
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const items = [...event.currentTarget.querySelectorAll("button:not(:disabled)")];
  const at = items.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  items[(at + step + items.length) % items.length].focus();
}

function outside(event) {
  if (open && !open.panel.contains(event.target) && !open.anchor.contains(event.target)) close(false);
}

function reposition() {
  if (!open) return;
  const { panel, anchor } = open;
  const at = (anchor.isConnected ? anchor : document.body).getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const edge = 8;
  const left = Math.max(edge, Math.min(at.left, window.innerWidth - width - edge));
  const below = at.bottom + 6;
  const top = below + height < window.innerHeight - edge ? below : Math.max(edge, at.top - height - 6);
  panel.style.left = `${left}px`;
  panel.style.top = `${Math.min(top, Math.max(edge, window.innerHeight - height - edge))}px`;
}
