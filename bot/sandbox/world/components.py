"""The components of a message: Discord's rules for them, and the completed form in which it gives them back."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.world.component_kinds import LINK_STYLE, PREMIUM_STYLE, SELECTS, Kind, walk
from bot.sandbox.world.errors import FormErrors

Json = dict[str, Any]

MAX_COMPONENTS = 40
MAX_TEXT = 4000
MAX_ROWS = 5
_IN_CONTAINER = frozenset(
    {Kind.ACTION_ROW, Kind.TEXT_DISPLAY, Kind.MEDIA_GALLERY, Kind.FILE, Kind.SECTION, Kind.SEPARATOR}
)
_TOP_V2 = _IN_CONTAINER | {Kind.CONTAINER}
_TOP_OLD = frozenset({Kind.ACTION_ROW})
_IN_ROW = SELECTS | {Kind.BUTTON}


class MessageComponents:
    """Checks one message's components and completes them; every error lands in the form."""

    def __init__(self, form: FormErrors, new_id: Callable[[], int], media_url: Callable[[str], str]) -> None:
        self._form = form
        self._new_id = new_id
        self._media_url = media_url

    def normal(self, given: object, *, v2: bool) -> list[Json]:
        """Check and complete the components of a body; `v2` says whether the message consists of them alone."""
        form = self._form
        if given is None:
            return []
        if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
            form.add("components", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if not v2 and len(given) > MAX_ROWS:
            form.add("components", "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_ROWS} or fewer in length.")
        done = self._all(given, "components", _TOP_V2 if v2 else _TOP_OLD)
        self._check_whole(done, v2)
        self._number(done)
        return done

    def _check_whole(self, done: list[Json], v2: bool) -> None:
        parts = list(walk(done))
        if v2 and len(parts) > MAX_COMPONENTS:
            message = f"Components exceed the maximum of {MAX_COMPONENTS}"
            self._form.add("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
        text = sum(len(part["content"]) for part in parts if part["type"] == Kind.TEXT_DISPLAY)
        if text > MAX_TEXT:
            message = f"Total message component text exceeds the maximum of {MAX_TEXT}"
            self._form.add("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
        check_unique_custom_ids(done, self._form)

    def _number(self, done: list[Json]) -> None:
        taken = {part["id"] for part in walk(done) if part.get("id")}
        number = 0
        for part in walk(done):
            if not part.get("id"):
                number += 1
                while number in taken:
                    number += 1
                part["id"] = number

    def _all(self, given: list[Json], path: str, allowed: frozenset[Kind]) -> list[Json]:
        done = [self._one(each, f"{path}.{index}", allowed) for index, each in enumerate(given)]
        return [each for each in done if each is not None]

    def _one(self, given: object, path: str, allowed: frozenset[Kind]) -> Json | None:
        if not isinstance(given, dict):
            self._form.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return None
        if not self._form.choice(f"{path}.type", given.get("type"), tuple(sorted(int(kind) for kind in allowed))):
            return None
        kind = Kind(given["type"])
        shape: Json = {"type": int(kind), "id": given.get("id") or 0}
        return shape | self._parts(kind, given, path)

    def _parts(self, kind: Kind, given: Json, path: str) -> Json:
        if kind is Kind.ACTION_ROW:
            return self._row(given, path)
        if kind is Kind.BUTTON:
            return button_shape(given, path, self._form)
        if kind in SELECTS:
            return select_shape(kind, given, path, self._form)
        if kind is Kind.SECTION:
            return self._section(given, path)
        if kind is Kind.TEXT_DISPLAY:
            self._form.length(f"{path}.content", given.get("content"), MAX_TEXT, 1)
            return {"content": str(given.get("content") or "")}
        if kind is Kind.CONTAINER:
            if not given.get("components"):
                self._form.required(f"{path}.components")
            check_colour(given.get("accent_color"), f"{path}.accent_color", self._form)
            return {
                "accent_color": given.get("accent_color"),
                "spoiler": bool(given.get("spoiler")),
                "components": self._all(given.get("components") or [], f"{path}.components", _IN_CONTAINER),
            }
        if kind is Kind.SEPARATOR:
            spacing = given.get("spacing") or 1
            self._form.choice(f"{path}.spacing", spacing, (1, 2))
            return {"spacing": spacing, "divider": given.get("divider", True) is not False}
        return self._pictures(kind, given, path)

    def _pictures(self, kind: Kind, given: Json, path: str) -> Json:
        if kind is Kind.MEDIA_GALLERY:
            items = given.get("items") or []
            if not 1 <= len(items) <= 10:
                self._form.add(f"{path}.items", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
            return {"items": [self._media(item, f"{path}.items.{i}", "media") for i, item in enumerate(items)]}
        if kind is Kind.FILE:
            return self._media(given, path, "file") | {"name": None, "size": None}
        return self._media(given, path, "media")

    def _media(self, given: Json, path: str, key: str) -> Json:
        url = str((given.get(key) or {}).get("url") or "")
        if not url:
            self._form.required(f"{path}.{key}.url")
        resolved = self._media_url(url)
        media = {"id": str(self._new_id()), "url": resolved, "proxy_url": resolved, "width": None, "height": None}
        shape: Json = {key: media, "spoiler": bool(given.get("spoiler"))}
        if key == "media":
            shape["description"] = given.get("description")
            if given.get("description") is not None:
                self._form.length(f"{path}.description", given["description"], 1024)
        return shape

    def _row(self, given: Json, path: str) -> Json:
        children = given.get("components") or []
        if not 1 <= len(children) <= 5:
            self._form.add(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
        done = self._all(children, f"{path}.components", _IN_ROW)
        if len(done) > 1 and any(child["type"] in SELECTS for child in done):
            self._form.add(f"{path}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The layout is too wide")
        return {"components": done}

    def _section(self, given: Json, path: str) -> Json:
        texts = given.get("components") or []
        if not 1 <= len(texts) <= 3:
            self._form.add(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length.")
        accessory = None
        if not given.get("accessory"):
            self._form.required(f"{path}.accessory")
        else:
            accessory = self._one(given["accessory"], f"{path}.accessory", frozenset({Kind.BUTTON, Kind.THUMBNAIL}))
        done = self._all(texts, f"{path}.components", frozenset({Kind.TEXT_DISPLAY}))
        return {"components": done, "accessory": accessory}


def check_colour(colour: object, path: str, form: FormErrors) -> None:
    """Note a colour that is none."""
    if colour is not None and not (isinstance(colour, int) and 0 <= colour <= 0xFFFFFF):
        form.add(path, "NUMBER_TYPE_MAX", "int value should be between 0 and 16777215.")


def check_unique_custom_ids(components: list[Json], form: FormErrors) -> None:
    """Note every custom id that occurs twice."""
    seen: set[str] = set()
    for part in walk(components):
        custom_id = part.get("custom_id")
        if custom_id in seen:
            form.add("components", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
        if custom_id:
            seen.add(custom_id)


def emoji_of(given: object) -> Json | None:
    """The emoji of a button or option as Discord gives it back."""
    if not isinstance(given, dict) or not (given.get("name") or given.get("id")):
        return None
    shape: Json = {"name": given.get("name") or ""}
    if given.get("id"):
        shape |= {"id": str(given["id"]), "animated": bool(given.get("animated"))}
    return shape


def button_shape(given: Json, path: str, form: FormErrors) -> Json:
    """Check a button and complete it."""
    style = given.get("style")
    form.choice(f"{path}.style", style, (1, 2, 3, 4, 5, 6))
    shape: Json = {"style": style, "disabled": bool(given.get("disabled"))}
    emoji = emoji_of(given.get("emoji"))
    if given.get("label"):
        form.length(f"{path}.label", given["label"], 80)
        shape["label"] = given["label"]
    elif emoji is None and style != PREMIUM_STYLE:
        form.add(path, "BUTTON_COMPONENT_INVALID_LABEL", "A button must have a label or an emoji")
    if emoji is not None:
        shape["emoji"] = emoji
    if style == LINK_STYLE:
        if not given.get("url") or given.get("custom_id"):
            form.add(path, "BUTTON_COMPONENT_INVALID_URL", "A link button must have a url and no custom id")
        elif form.length(f"{path}.url", given["url"], 512, 1) and "://" not in given["url"]:
            form.add(f"{path}.url", "URL_TYPE_INVALID_URL", "Not a well formed URL.")
        shape["url"] = given.get("url")
    elif style != PREMIUM_STYLE:
        form.length(f"{path}.custom_id", given.get("custom_id"), 100, 1)
        shape["custom_id"] = given.get("custom_id")
    return shape


def select_shape(kind: Kind, given: Json, path: str, form: FormErrors, *, in_form: bool = False) -> Json:
    """Check a select of any kind and complete it; in a form it may be `required`."""
    form.length(f"{path}.custom_id", given.get("custom_id"), 100, 1)
    least = 1 if given.get("min_values") is None else given["min_values"]
    most = 1 if given.get("max_values") is None else given["max_values"]
    shape: Json = {"custom_id": given.get("custom_id"), "min_values": least, "max_values": most}
    if not (isinstance(least, int) and 0 <= least <= 25):
        form.add(f"{path}.min_values", "NUMBER_TYPE_MAX", "int value should be between 0 and 25.")
    elif not (isinstance(most, int) and max(1, least) <= most <= 25):
        form.add(f"{path}.max_values", "NUMBER_TYPE_MAX", "int value should be between 1 and 25.")
    if given.get("placeholder"):
        form.length(f"{path}.placeholder", given["placeholder"], 150)
        shape["placeholder"] = given["placeholder"]
    if in_form:
        shape["required"] = given.get("required", True) is not False
    else:
        shape["disabled"] = bool(given.get("disabled"))
    if kind is Kind.STRING_SELECT:
        shape["options"] = option_shapes(given.get("options"), f"{path}.options", form, most=25)
        if isinstance(most, int) and most > len(shape["options"]) > 0:
            message = "max_values must not exceed the number of options"
            form.add(f"{path}.max_values", "COMPONENT_SELECT_MAX_VALUES", message)
    elif given.get("default_values"):
        shape["default_values"] = [{"id": str(value["id"]), "type": value["type"]} for value in given["default_values"]]
    if kind is Kind.CHANNEL_SELECT and given.get("channel_types"):
        shape["channel_types"] = given["channel_types"]
    return shape


def option_shapes(given: object, path: str, form: FormErrors, *, most: int, least: int = 1) -> list[Json]:
    """Check the options of a select, radio group or checkbox group and complete them."""
    if not isinstance(given, list) or not least <= len(given) <= most:
        form.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        return []
    seen: set[object] = set()
    shapes = []
    for index, option in enumerate(given):
        for key in ("label", "value"):
            form.length(f"{path}.{index}.{key}", option.get(key), 100, 1)
        if option.get("value") in seen:
            form.add(f"{path}.{index}.value", "SELECT_COMPONENT_DUPLICATED_OPTION_VALUE", "The value is taken")
        seen.add(option.get("value"))
        shape: Json = {
            "label": option.get("label"),
            "value": option.get("value"),
            "default": bool(option.get("default")),
        }
        if option.get("description"):
            form.length(f"{path}.{index}.description", option["description"], 100)
            shape["description"] = option["description"]
        emoji = emoji_of(option.get("emoji"))
        if emoji is not None:
            shape["emoji"] = emoji
        shapes.append(shape)
    return shapes
