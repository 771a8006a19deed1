"""Reading: components as a person has them on the screen, in plain lines."""

from collections.abc import Iterable, Iterator
from typing import Any

from discord import ButtonStyle, ComponentType

from cogs.bridge.forms import Form
from cogs.ui.picture import Picture

Json = dict[str, Any]

_FRAMES = {
    ButtonStyle.primary: "[[{}]]",
    ButtonStyle.secondary: "[{}]",
    ButtonStyle.success: "[✓ {}]",
    ButtonStyle.link: "[{} ↗]",
}
"""How a button looks by its style; the first one asks to be pressed."""


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Every component with everything in it."""
    for component in components:
        yield component
        yield from walk(component.get("components", ()))
        for key in ("accessory", "component"):
            if component.get(key):
                yield from walk([component[key]])


def screen(components: Iterable[Json]) -> str:
    """The components as lines; a container is framed at its left."""
    return "\n".join(line for component in components for line in _lines(component))


def picture_screen(picture: Picture) -> str:
    """What a picture looks like."""
    return screen(components_of(picture))


def components_of(picture: Picture) -> list[Json]:
    """A picture as it is sent."""
    sent: list[Json] = picture.to_components()  # type: ignore[no-untyped-call]  # the library gives it no type
    return sent


def form_screen(form: Json) -> str:
    """What a form looks like: its title, and each field with its label and hint."""
    return "\n".join([f"== {form['title']} ==", screen(form["components"])])


def texts(components: Iterable[Json]) -> list[str]:
    """Every text, in order."""
    return [each["content"] for each in walk(components) if each["type"] == ComponentType.text_display.value]


def buttons(components: Iterable[Json]) -> list[Json]:
    """Every button, links among them, in order."""
    return [each for each in walk(components) if each["type"] == ComponentType.button.value]


def shown_form(form: Form) -> Json:
    """A form as it is sent."""
    return dict(form.to_dict())


def _lines(component: Json) -> Iterator[str]:
    match ComponentType(component["type"]):
        case ComponentType.container:
            for inner in component["components"]:
                yield from (f"┃ {line}".rstrip() for line in _lines(inner))
        case ComponentType.text_display:
            yield from component["content"].split("\n")
        case ComponentType.separator:
            yield "───"
        case ComponentType.action_row if component["components"][0]["type"] == ComponentType.select.value:
            yield from _checklist(component["components"][0])
        case ComponentType.action_row if component["components"][0]["type"] == ComponentType.user_select.value:
            yield f"▾ {component['components'][0]['placeholder']} @…"
        case ComponentType.action_row:
            yield " ".join(_button(each) for each in component["components"])
        case ComponentType.section:
            yield from (line for inner in component["components"] for line in _lines(inner))
            yield f"    {_button(component['accessory'])}"
        case ComponentType.label:
            yield from _field(component)
        case ComponentType.file:
            yield f"(file {component['file']['url'].removeprefix('attachment://')})"
        case other:
            raise AssertionError(f"nobody said what {other.name} looks like")


def _button(button: Json) -> str:
    emoji = (button.get("emoji") or {}).get("name")
    label = f"{emoji} {button['label']}" if emoji else button["label"]
    return _FRAMES[ButtonStyle(button["style"])].format(label)


def _checklist(select: Json) -> Iterator[str]:
    """A select from which several may be picked."""
    yield f"▾ {select['placeholder']} ({select['min_values']} to {select['max_values']})"
    for option in select["options"]:
        yield f"  {'[x]' if option.get('default') else '[ ]'} {option['emoji']['name']} {option['label']}"


def _field(label: Json) -> Iterator[str]:
    field = label["component"]
    yield f"{label['label']}{'' if field.get('required', True) else ' (may stay empty)'}"
    if label.get("description"):
        yield f"  {label['description']}"
    match ComponentType(field["type"]):
        case ComponentType.text_input:
            yield f"  |{field.get('value') or ''}| {field['max_length']} fit"
        case ComponentType.radio_group:
            yield from (
                f"  {'(o)' if option.get('default') else '( )'} {option['label']}" for option in field["options"]
            )
        case ComponentType.select:
            yield "".join(f"  ▾ {option['label']}" for option in field["options"] if option.get("default"))
        case ComponentType.channel_select:
            picked = " ".join(f"<#{each['id']}>" for each in field.get("default_values", ()))
            yield f"  ▾ {picked or '#…'}"
        case other:
            raise AssertionError(f"nobody said what a field of {other.name} looks like")
