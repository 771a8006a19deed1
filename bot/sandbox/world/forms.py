"""Forms (modals): Discord's rules for their components, and what a person's entries become."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.world.component_kinds import SELECTS, Kind, walk
from bot.sandbox.world.components import MAX_COMPONENTS, check_unique_custom_ids, option_shapes, select_shape
from bot.sandbox.world.errors import FormErrors

Json = dict[str, Any]

MAX_TEXT_INPUT = 4000
_TOP = (Kind.ACTION_ROW, Kind.TEXT_DISPLAY, Kind.LABEL)
_IN_LABEL = SELECTS | {Kind.TEXT_INPUT, Kind.FILE_UPLOAD, Kind.RADIO_GROUP, Kind.CHECKBOX_GROUP, Kind.CHECKBOX}
FIELDS = _IN_LABEL


def normal_form(given: Json) -> Json:
    """Check the form of a callback and complete it; what is wrong is refused as one 50035."""
    errors = FormErrors()
    errors.length("data.custom_id", given.get("custom_id"), 100, 1)
    errors.length("data.title", given.get("title"), 45, 1)
    components = given.get("components") or []
    if not 1 <= len(components) <= 5:
        errors.add("data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    done = [_top(each, f"data.components.{index}", errors) for index, each in enumerate(components)]
    kept = [each for each in done if each is not None]
    check_unique_custom_ids(kept, errors)
    if len(list(walk(kept))) > MAX_COMPONENTS:
        errors.add("data.components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "Too many components")
    errors.check()
    for number, part in enumerate(walk(kept), start=1):
        part["id"] = part.get("id") or number
    return {"custom_id": given["custom_id"], "title": given["title"], "components": kept}


def _top(given: object, path: str, errors: FormErrors) -> Json | None:
    if not isinstance(given, dict):
        errors.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return None
    if not errors.choice(f"{path}.type", given.get("type"), tuple(int(kind) for kind in _TOP)):
        return None
    kind = Kind(given["type"])
    shape: Json = {"type": int(kind), "id": given.get("id")}
    if kind is Kind.TEXT_DISPLAY:
        errors.length(f"{path}.content", given.get("content"), 4000, 1)
        return shape | {"content": given.get("content")}
    if kind is Kind.ACTION_ROW:
        children = given.get("components") or []
        if len(children) != 1:
            errors.add(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "Must be 1 in length.")
        fields = [_field(child, f"{path}.components.{i}", errors) for i, child in enumerate(children)]
        return shape | {"components": fields}
    errors.length(f"{path}.label", given.get("label"), 45, 1)
    shape["label"] = given.get("label")
    if given.get("description"):
        errors.length(f"{path}.description", given["description"], 100)
        shape["description"] = given["description"]
    return shape | {"component": _field(given.get("component") or {}, f"{path}.component", errors)}


def _field(given: Json, path: str, errors: FormErrors) -> Json:
    if not errors.choice(f"{path}.type", given.get("type"), tuple(sorted(int(kind) for kind in _IN_LABEL))):
        return {"type": int(Kind.TEXT_INPUT)}
    kind = Kind(given["type"])
    shape: Json = {"type": int(kind), "id": given.get("id"), "custom_id": given.get("custom_id")}
    if kind in SELECTS:
        return shape | select_shape(kind, given, path, errors, in_form=True)
    errors.length(f"{path}.custom_id", given.get("custom_id"), 100, 1)
    if kind is Kind.CHECKBOX:
        return shape | {"default": bool(given.get("default"))}
    shape["required"] = given.get("required", True) is not False
    if kind is Kind.TEXT_INPUT:
        return shape | _text_input(given, path, errors)
    if kind is Kind.RADIO_GROUP:
        return shape | {"options": option_shapes(given.get("options"), f"{path}.options", errors, most=10, least=2)}
    least = 1 if given.get("min_values") is None else given["min_values"]
    if kind is Kind.CHECKBOX_GROUP:
        options = option_shapes(given.get("options"), f"{path}.options", errors, most=10)
        most = given.get("max_values") or len(options)
        return shape | {"min_values": least, "max_values": most, "options": options}
    return shape | {"min_values": least, "max_values": given.get("max_values") or 1}


def _text_input(given: Json, path: str, errors: FormErrors) -> Json:
    errors.choice(f"{path}.style", given.get("style"), (1, 2))
    for key, most in (("label", 45), ("placeholder", 100), ("value", MAX_TEXT_INPUT)):
        if given.get(key):
            errors.length(f"{path}.{key}", given[key], most)
    for key in ("min_length", "max_length"):
        if given.get(key) is not None and not 0 <= given[key] <= MAX_TEXT_INPUT:
            errors.add(f"{path}.{key}", "NUMBER_TYPE_MAX", "int value should be between 0 and 4000.")
    keys = ("style", "label", "placeholder", "value", "min_length", "max_length")
    return {key: given[key] for key in keys if given.get(key) is not None}


def entries(form: Json, values: Mapping[str, object]) -> list[Json]:
    """What is submitted when a person enters these values, by custom id; wrong entries are refused as one 50035.

    A text input or radio group takes a string or None, a checkbox a bool, everything else a list of strings.
    """
    errors = FormErrors()
    known = {part.get("custom_id") for part in walk(form["components"])}
    for custom_id in values.keys() - known:
        errors.add(custom_id, "UNKNOWN_FIELD", "The form has no such field")
    submitted = [_entry(component, values, errors) for component in form["components"]]
    errors.check()
    return submitted


def _entry(component: Json, values: Mapping[str, object], errors: FormErrors) -> Json:
    kind = Kind(component["type"])
    shape: Json = {"type": int(kind), "id": component["id"]}
    if kind is Kind.TEXT_DISPLAY:
        return shape
    if kind is Kind.LABEL:
        return shape | {"component": _entry(component["component"], values, errors)}
    if kind is Kind.ACTION_ROW:
        return shape | {"components": [_entry(each, values, errors) for each in component["components"]]}
    custom_id = component["custom_id"]
    shape["custom_id"] = custom_id
    if kind is Kind.CHECKBOX:
        return shape | {"value": bool(values.get(custom_id, component["default"]))}
    if kind is Kind.TEXT_INPUT:
        return shape | {"value": _text(component, values.get(custom_id, component.get("value")), errors)}
    preset = [option["value"] for option in component.get("options", []) if option["default"]]
    preset += [value["id"] for value in component.get("default_values", [])]
    if kind is Kind.RADIO_GROUP:
        chosen = values.get(custom_id, preset[0] if preset else None)
        _check_chosen(component, [chosen] if chosen is not None else [], 1, 1, errors)
        return shape | {"value": chosen}
    given = values.get(custom_id, preset)
    listed = [str(each) for each in given] if isinstance(given, list | tuple) else []
    _check_chosen(component, listed, component["min_values"], component["max_values"], errors)
    return shape | {"values": listed}


def _text(component: Json, given: object, errors: FormErrors) -> str:
    text = "" if given is None else str(given)
    custom_id = component["custom_id"]
    if not text:
        if component["required"]:
            errors.required(custom_id)
    else:
        errors.length(custom_id, text, component.get("max_length", MAX_TEXT_INPUT), component.get("min_length", 0))
    return text


def _check_chosen(component: Json, chosen: list[Any], least: int, most: int, errors: FormErrors) -> None:
    custom_id = component["custom_id"]
    if not chosen:
        if component.get("required") and least > 0:
            errors.required(custom_id)
        return
    if not least <= len(chosen) <= most:
        errors.add(custom_id, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
    if "options" in component:
        allowed = {option["value"] for option in component["options"]}
        if not set(chosen) <= allowed:
            errors.add(custom_id, "BASE_TYPE_CHOICES", "Value must be one of the options.")
