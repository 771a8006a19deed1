// Makes form fields from components and command options: a labelled control with its value and its complaints.
import { h, icon } from "./dom.js";
import { optionsOf, rangeText } from "./choices.js";

let serial = 0;

/** A native select in its frame. */
export function nativeSelect(options, properties, empty) {
  const chosen = options.find((option) => option.default)?.value ?? "";
  const control = h(
    "select",
    properties,
    empty === null ? null : h("option", { value: "", text: empty }),
    options.map((option) =>
      h("option", {
        value: option.value,
        text: option.description ? `${option.label} — ${option.description}` : option.label,
      }),
    ),
  );
  control.value = chosen || (empty === null ? (options[0]?.value ?? "") : "");
  return { control, element: h("span", { class: "select" }, control, icon("down")) };
}

/**
 * A field: {element, read(), complaint(), show(text)}. `read` gives a string, a list, a boolean or null (left empty).
 * `kind` says how it is asked: `text`, `paragraph`, `number`, `one`, `many`, `radio`, `tick`.
 */
export function makeField({
  name,
  label,
  description = "",
  required = true,
  kind,
  options = [],
  value = "",
  placeholder = "",
  least,
  most,
  step,
}) {
  const id = `field-${(serial += 1)}`;
  const error = h("p", { class: "field-error", id: `${id}-error`, role: "alert" });
  const hint = description ? h("p", { class: "field-hint", id: `${id}-hint`, text: description }) : null;
  const described = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  const attributes = { id, "aria-describedby": described, "aria-required": required ? "true" : null, data: { name } };
  const mark = required
    ? h("span", { class: "required", "aria-hidden": "true", title: "Required", text: " *" })
    : h("span", { class: "quiet small", text: " (optional)" });
  const made = CONTROLS[kind]({ attributes, options, value, placeholder, least, most, required, step, id });
  const show = (text) => {
    error.textContent = text;
    for (const control of made.controls) control.setAttribute("aria-invalid", text ? "true" : "false");
  };
  const element = made.group
    ? h(
        "fieldset",
        { class: "field", "aria-describedby": described, id },
        h("legend", {}, label, mark),
        hint,
        made.element,
        error,
      )
    : h(
        "div",
        { class: "field" },
        kind === "tick" ? null : h("label", { for: id }, label, mark),
        kind === "tick" ? null : hint,
        kind === "tick" ? made.element(label, hint) : made.element,
        error,
      );
  return {
    name,
    label,
    element,
    read: made.read,
    show,
    focus: () => made.controls[0]?.focus(),
    complaint: () => made.complaint(made.read()),
    control: made.controls[0],
  };
}

const empty = (value) => value === null || (Array.isArray(value) && value.length === 0);

const CONTROLS = {
  text(spec) {
    return typed(
      h("input", {
        ...spec.attributes,
        class: "input",
        type: "text",
        value: spec.value,
        placeholder: spec.placeholder,
        autocomplete: "off",
      }),
      spec,
    );
  },
  paragraph(spec) {
    return typed(
      h("textarea", { ...spec.attributes, class: "input", rows: 5, value: spec.value, placeholder: spec.placeholder }),
      spec,
    );
  },
  number({ attributes, value, least, most, required, step }) {
    const control = h("input", {
      ...attributes,
      class: "input",
      type: "number",
      step: step ?? "any",
      min: least,
      max: most,
      value,
      autocomplete: "off",
    });
    const complaint = (given) => {
      if (given === null) return required || control.validity.badInput ? "A number is needed." : "";
      if (least !== undefined && Number(given) < least) return `At least ${least}.`;
      if (most !== undefined && Number(given) > most) return `At most ${most}.`;
      return step === 1 && !Number.isInteger(Number(given)) ? "A whole number is needed." : "";
    };
    return { controls: [control], element: control, read: () => control.value || null, complaint };
  },
  one({ attributes, options, placeholder, required }) {
    const { control, element } = nativeSelect(
      options,
      attributes,
      required && options.some((option) => option.default) ? null : placeholder || (required ? "Choose…" : "—"),
    );
    return {
      controls: [control],
      element,
      read: () => control.value || null,
      complaint: (given) => (required && given === null ? "Choose one." : ""),
    };
  },
  many({ options, least = 1, most = 1, required, id }) {
    const boxes = options.map((option) =>
      h("input", { type: "checkbox", name: id, value: option.value, checked: Boolean(option.default) }),
    );
    const element = [
      h(
        "div",
        { class: "ticks" },
        options.map((option, at) => tickRow(boxes[at], option)),
      ),
      h("p", { class: "field-hint", text: rangeText(required ? least : 0, Math.min(most, options.length)) }),
    ];
    const complaint = (given) => {
      if (!required && given.length === 0) return "";
      return given.length < least || given.length > most ? rangeText(least, most) : "";
    };
    return {
      group: true,
      controls: boxes,
      element,
      read: () => boxes.filter((box) => box.checked).map((box) => box.value),
      complaint,
    };
  },
  radio({ options, required, id }) {
    const dots = options.map((option) =>
      h("input", { type: "radio", name: id, value: option.value, checked: Boolean(option.default) }),
    );
    const element = h(
      "div",
      { class: "ticks" },
      options.map((option, at) => tickRow(dots[at], option)),
    );
    return {
      group: true,
      controls: dots,
      element,
      read: () => dots.find((dot) => dot.checked)?.value ?? null,
      complaint: (given) => (required && given === null ? "Choose one." : ""),
    };
  },
  tick({ attributes, value }) {
    const control = h("input", { ...attributes, "aria-required": null, type: "checkbox", checked: Boolean(value) });
    const element = (label, hint) =>
      h("label", { class: "tick" }, control, h("span", { class: "option-text" }, h("span", { text: label }), hint));
    return { controls: [control], element, read: () => control.checked, complaint: () => "" };
  },
};

function typed(control, { least, most, required }) {
  const count = h("span", { class: "counter", "aria-hidden": "true" });
  const update = () => {
    count.textContent = most ? `${[...control.value].length} / ${most}` : "";
  };
  control.addEventListener("input", update);
  update();
  const complaint = (given) => {
    const length = given === null ? 0 : [...given].length;
    if (length === 0) return required ? "This is needed." : "";
    if (least && length < least) return `At least ${least} characters; you have ${length}.`;
    return most && length > most ? `At most ${most} characters; you have ${length}.` : "";
  };
  return {
    controls: [control],
    element: h("div", { class: "typed" }, control, most ? count : null),
    read: () => control.value || null,
    complaint,
  };
}

function tickRow(box, option) {
  return h(
    "label",
    { class: "tick" },
    box,
    h(
      "span",
      { class: "option-text" },
      h("span", { text: option.label }),
      option.description ? h("span", { class: "quiet small", text: option.description }) : null,
    ),
  );
}

const SELECTS = new Set([3, 5, 6, 7, 8]);

/** The field for one input component of a form; `label` and `description` come from the label around it. */
export function componentField(data, label, description) {
  const base = {
    name: data.custom_id,
    label: label ?? data.label ?? "",
    description: description ?? "",
    required: data.required !== false,
    placeholder: data.placeholder ?? "",
  };
  if (data.type === 4)
    return makeField({
      ...base,
      kind: data.style === 2 ? "paragraph" : "text",
      value: data.value ?? "",
      least: data.min_length,
      most: data.max_length ?? 4000,
    });
  if (SELECTS.has(data.type)) {
    const most = data.max_values ?? 1;
    return most > 1
      ? makeField({ ...base, kind: "many", options: optionsOf(data), least: data.min_values ?? 1, most })
      : {
          ...makeField({
            ...base,
            kind: "one",
            options: optionsOf(data),
            required: base.required && data.min_values !== 0,
          }),
          listed: true,
        };
  }
  if (data.type === 21) return makeField({ ...base, kind: "radio", options: data.options ?? [] });
  if (data.type === 22)
    return makeField({
      ...base,
      kind: "many",
      options: data.options ?? [],
      least: data.min_values ?? 1,
      most: data.max_values ?? data.options?.length ?? 1,
    });
  if (data.type === 23) return makeField({ ...base, kind: "tick", value: data.default });
  return null;
}

/** Show all complaints of a list of fields and focus the first; answers whether all is well. */
export function check(fields) {
  let first = null;
  for (const field of fields) {
    const text = field.complaint();
    field.show(text);
    if (text) first ??= field;
  }
  first?.focus();
  return !first;
}

/** All values of a form's fields by name, as Discord takes them: what is chosen in a select is a list. */
export function entriesOf(fields) {
  const entry = (field) => (field.listed ? (field.read() === null ? [] : [field.read()]) : field.read());
  return Object.fromEntries(fields.map((field) => [field.name, entry(field)]));
}

/** The values of a list of fields that were not left empty, by name. */
export function valuesOf(fields) {
  return Object.fromEntries(fields.map((field) => [field.name, field.read()]).filter(([, value]) => !empty(value)));
}
