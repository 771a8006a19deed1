"""Serves the page's own files: one document, its style sheets and its modules."""

from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parent / "static"
_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def _read() -> dict[str, tuple[bytes, str]]:
    return {
        path.relative_to(STATIC).as_posix(): (path.read_bytes(), _KINDS[path.suffix])
        for path in STATIC.rglob("*")
        if path.suffix in _KINDS
    }


def routes() -> list[web.RouteDef]:
    """The routes of the document and of all files, which are read once, now."""
    files = _read()

    async def serve(request: web.Request) -> web.Response:
        found = files.get(request.match_info.get("path", "index.html"))
        if found is None:
            raise web.HTTPNotFound
        data, kind = found
        return web.Response(body=data, content_type=kind, charset="utf-8", headers={"Cache-Control": "no-cache"})

    return [web.get("/", serve), web.get("/sandbox/static/{path:.+}", serve)]
