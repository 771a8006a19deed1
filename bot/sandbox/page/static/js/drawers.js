// Opens and closes the two drawers on narrow screens; wide ones show both all the time.

const names = ["side", "people"];
let opener = null;

/** Open or close a drawer; closing gives the focus back to the button that opened it. */
export function toggleDrawer(name, button) {
  const opening = !document.body.classList.contains(`open-${name}`);
  closeDrawers(false);
  if (!opening) return;
  opener = button;
  document.body.classList.add(`open-${name}`);
  button.setAttribute("aria-expanded", "true");
  document.querySelector(`#${name} a, #${name} button`)?.focus();
}

/** Close whichever drawer is open. */
export function closeDrawers(refocus = true) {
  const wasOpen = names.some((name) => document.body.classList.contains(`open-${name}`));
  for (const name of names) document.body.classList.remove(`open-${name}`);
  opener?.setAttribute("aria-expanded", "false");
  if (wasOpen && refocus && opener?.isConnected) opener.focus();
  opener = null;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) closeDrawers();
});
document.addEventListener("pointerdown", (event) => {
  if (opener && !event.target.closest(".drawer") && !opener.contains(event.target)) closeDrawers(false);
});
