// Shows a bot's form (a modal) as a native dialog; nothing typed is lost when it is refused.
import { Refused } from "./api.js";
import { complain } from "./dialogs.js";
import { h } from "./dom.js";
import { check, componentField, entriesOf } from "./fields.js";
import { prose } from "./prose.js";
import * as store from "./store.js";

/** Open a form that came as the answer to an interaction. */
export function openForm(interaction, form) {
  const fields = [];
  const add = (field) => {
    if (field) fields.push(field);
    return field?.element ?? null;
  };
  const part = (data) => {
    if (data.type === 10) return h("div", { class: "prose" }, prose(data.content));
    if (data.type === 1) return (data.components ?? []).map((one) => add(componentField(one)));
    if (data.type === 18) return add(componentField(data.component, data.label, data.description));
    return null;
  };
  const opener = document.activeElement;
  const trouble = h("p", { class: "form-error", role: "alert", tabindex: -1 });
  const send = h("button", { class: "button primary" }, "Submit");
  const submit = async (event) => {
    event.preventDefault();
    if (!check(fields) || send.disabled) return;
    send.disabled = true;
    send.setAttribute("aria-busy", "true");
    trouble.textContent = await refusal(interaction, entriesOf(fields));
    send.disabled = false;
    send.setAttribute("aria-busy", "false");
    if (trouble.textContent) trouble.focus();
    else dialog.close();
  };
  const cancel = () => {
    dialog.close();
    void complain(store.my().closeForm(interaction));
  };
  const dialog = h(
    "dialog",
    { class: "dialog", "aria-labelledby": "form-title", data: { testid: "form" } },
    h(
      "form",
      { novalidate: true, on: { submit } },
      h("h2", { id: "form-title", text: form.title }),
      h("div", { class: "dialog-body" }, (form.components ?? []).map(part)),
      trouble,
      h(
        "div",
        { class: "dialog-foot" },
        h("button", { type: "button", class: "button", on: { click: cancel } }, "Cancel"),
        send,
      ),
    ),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (opener?.isConnected) opener.focus();
    else document.getElementById("composer-text")?.focus();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    cancel();
  });
  document.body.append(dialog);
  dialog.showModal();
  fields[0]?.focus();
}

async function refusal(interaction, values) {
  try {
    const reply = await store.my().submit(interaction, values);
    return reply.state === "failed" ? "The bot did not answer. What you wrote is still here: try again." : "";
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.words;
  }
}
