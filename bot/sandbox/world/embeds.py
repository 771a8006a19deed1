"""The limits of embeds, and the form in which Discord gives them back."""

from typing import Any

from bot.sandbox.world.errors import FormErrors

Json = dict[str, Any]

MAX_EMBEDS = 10
MAX_FIELDS = 25
MAX_TOTAL = 6000
_KEPT = ("title", "description", "url", "timestamp", "color")


def normal_embeds(given: object, form: FormErrors) -> list[Json]:
    """Check the embeds of a body and complete them as Discord does; what is wrong is noted in the form."""
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(embed, dict) for embed in given):
        form.add("embeds", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []
    if len(given) > MAX_EMBEDS:
        form.add("embeds", "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_EMBEDS} or fewer in length.")
    total = 0
    embeds = []
    for index, embed in enumerate(given):
        total += _check(embed, f"embeds.{index}", form)
        embeds.append(_normal(embed))
    if total > MAX_TOTAL:
        form.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MAX_TOTAL}")
    return embeds


def _check(embed: Json, path: str, form: FormErrors) -> int:
    total = 0
    limits = [("title", embed.get("title"), 256, 0), ("description", embed.get("description"), 4096, 0)]
    if embed.get("footer"):
        limits.append(("footer.text", embed["footer"].get("text"), 2048, 0))
    if embed.get("author"):
        limits.append(("author.name", embed["author"].get("name"), 256, 1))
    fields = embed.get("fields") or []
    if len(fields) > MAX_FIELDS:
        form.add(f"{path}.fields", "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_FIELDS} or fewer in length.")
    for index, field in enumerate(fields):
        for key, most in (("name", 256), ("value", 1024)):
            if not field.get(key):
                form.required(f"{path}.fields.{index}.{key}")
            limits.append((f"fields.{index}.{key}", field.get(key), most, 0))
    for where, text, most, least in limits:
        if text is not None and form.length(f"{path}.{where}", text, most, least):
            total += len(text)
    if not total and not any(embed.get(key) for key in ("image", "thumbnail", "url", "timestamp")):
        form.required(f"{path}.description")
    return total


def _normal(embed: Json) -> Json:
    shape: Json = {"type": "rich"}
    shape |= {key: embed[key] for key in _KEPT if embed.get(key) is not None}
    if embed.get("fields"):
        shape["fields"] = [
            {"name": field.get("name"), "value": field.get("value"), "inline": bool(field.get("inline"))}
            for field in embed["fields"]
        ]
    for key, inner in (("footer", ("text", "icon_url")), ("author", ("name", "url", "icon_url"))):
        if embed.get(key):
            shape[key] = {name: embed[key][name] for name in inner if embed[key].get(name) is not None}
    for key in ("image", "thumbnail"):
        if embed.get(key):
            shape[key] = {"url": embed[key]["url"], "proxy_url": embed[key]["url"], "width": 0, "height": 0}
    return shape
