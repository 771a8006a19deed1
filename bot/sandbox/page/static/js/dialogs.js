// Small questions and complaints: a native dialog for yes or no, a toast for what went wrong.
import { Refused } from "./api.js";
import { h } from "./dom.js";

/** Ask before something that cannot be undone; resolves to true if the person agrees. */
export function ask(title, text, yes) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "dialog small", "aria-labelledby": "ask-title" },
      h(
        "form",
        { method: "dialog" },
        h("h2", { id: "ask-title", text: title }),
        h("p", { text }),
        h(
          "div",
          { class: "dialog-foot" },
          h("button", { class: "button", value: "no" }, "Cancel"),
          h("button", { class: "button danger-solid", value: "yes" }, yes),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Ask for one line of text; resolves to null if the person would rather not. */
export function askText(title, label, value, yes, maxLength = 100) {
  return new Promise((resolve) => {
    const input = h("input", {
      id: "ask-text",
      class: "input",
      required: true,
      maxlength: maxLength,
      value,
      autocomplete: "off",
    });
    const dialog = h(
      "dialog",
      { class: "dialog small", "aria-labelledby": "ask-title" },
      h(
        "form",
        { method: "dialog" },
        h("h2", { id: "ask-title", text: title }),
        h("label", { for: "ask-text", text: label }),
        input,
        h(
          "div",
          { class: "dialog-foot" },
          h(
            "button",
            {
              class: "button",
              value: "no",
              formnovalidate: true,
              type: "button",
              on: { click: () => dialog.close("no") },
            },
            "Cancel",
          ),
          h("button", { class: "button primary", value: "yes" }, yes),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? input.value.trim() : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * Show a sentence for some seconds, also to screen readers. It takes the place of the last one of its `sort`, so that
 * the same mistake made three times is one slip, and not three in a pile.
 */
export function toast(text, sort = text) {
  let shelf = document.getElementById("toasts");
  if (!shelf) shelf = h("div", { id: "toasts", class: "toasts", role: "alert" });
  (document.querySelector("dialog[open]") ?? document.body).append(shelf);
  [...shelf.children].find((slip) => slip.dataset.sort === sort)?.remove();
  const slip = h("div", { class: "toast", text, data: { sort } });
  shelf.append(slip);
  setTimeout(() => slip.remove(), 7000);
}

/** Wait for a request and show its refusal; resolves to undefined then. */
export async function complain(promise) {
  try {
    return await promise;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.words);
    return undefined;
  }
}
