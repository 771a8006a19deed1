"""Reading a request's body: JSON, or several parts with files beside the JSON."""

import mimetypes
from dataclasses import dataclass, field
from email.message import Message as MimeMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING, Any

import orjson

from bot.sandbox.world.errors import refuse
from bot.sandbox.world.posts import Attachment

if TYPE_CHECKING:
    from bot.sandbox.world.world import World


@dataclass(slots=True)
class Content:
    """The JSON of a body and the files that came with it, by the number the sender gave them."""

    json: Any = None
    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)


def read_content(content_type: str, raw: bytes) -> Content:
    """Take a body apart; JSON that is none is refused with 50109."""
    if content_type.startswith("multipart/form-data"):
        return _read_parts(content_type, raw)
    return Content(_read_json(raw) if raw else None)


def _read_json(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise refuse("malformed_json") from None


def _read_parts(content_type: str, raw: bytes) -> Content:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    whole = BytesParser(policy=HTTP).parsebytes(head + raw)
    content = Content()
    for part in whole.get_payload():
        if not isinstance(part, MimeMessage):
            continue
        name = str(part.get_param("name", header="content-disposition") or "")
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        if name == "payload_json":
            content.json = _read_json(data)
        elif name.startswith("files[") and name.endswith("]"):
            filename = part.get_filename() or "file"
            kind = mimetypes.guess_type(filename)[0] or part.get_content_type()
            content.files[name[6:-1]] = (filename, kind, data)
    return content


def keep_files(world: "World", base_url: str, content: Content) -> dict[str, Attachment]:
    """Store the files of a body in the world, each at an address of its own."""
    return {number: world.store_file(base_url, *file) for number, file in content.files.items()}
