"""Keeps other websites away from the sandbox: it has no passwords, so only this computer's own pages may talk to it."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from aiohttp import web
from yarl import URL

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
FILE_POLICY = "sandbox; default-src 'none'; img-src 'self'"
BOTS_DOORS = ("/api/", "/gateway")


def is_loopback(authority: str) -> bool:
    """Whether a Host header or an origin's host and port means this computer."""
    try:
        host = URL(f"http://{authority}").host
    except ValueError:
        return False
    if host is None:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_own(request: web.Request) -> bool:
    if not is_loopback(request.headers.get("Host", "")):
        return False
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    origin = request.headers.get("Origin")
    return origin is None or origin == f"http://{request.headers['Host']}"


def _turned_away(message: str) -> web.Response:
    return web.json_response({"code": 0, "message": message}, status=403)


@web.middleware
async def guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse other origins and foreign host names everywhere, and every browser at the bot's doors."""
    if request.path.startswith(BOTS_DOORS):
        if any(name in request.headers for name in ("Origin", "Sec-Fetch-Site")):
            return _turned_away("Browsers have no business here.")
        return await handler(request)
    if not _is_own(request):
        return _turned_away("Only pages of this sandbox may ask this.")
    response = await handler(request)
    if not response.prepared:
        response.headers["Content-Security-Policy"] = (
            FILE_POLICY if request.path.startswith("/attachments/") else PAGE_POLICY
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
