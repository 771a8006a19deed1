"""Headers: what every answer of the web server tells a browser, and what some tell beside it."""

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Source: integrity page, §3, "Web"; the form is the one that searches a log."""

_ABILITIES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "microphone",
    "midi",
    "payment",
    "usb",
)

ON_EVERY_ANSWER = {
    "Accept-Ranges": "none",
    "Content-Security-Policy": _POLICY,
    "Permissions-Policy": ", ".join(f"{ability}=()" for ability in _ABILITIES),
    "Referrer-Policy": "no-referrer",
    "Server": "Minga",
    "X-Content-Type-Options": "nosniff",
}

UNINVITED = {"X-Robots-Tag": "noindex"}
"""For search engines, wherever a charter does not invite them; that none does is the charter's default."""

ASK_AGAIN = {"Cache-Control": "no-cache"}
KEEP_A_DAY = {"Cache-Control": "public, max-age=86400"}
NOT_KEPT = {"Cache-Control": "no-store"}
ONES_OWN = {"Cache-Control": "private, no-cache", "Content-Disposition": 'inline; filename="calendar.ics"'}

FOR_OUR_PAGES = {"Cross-Origin-Resource-Policy": "same-origin"}
FOR_ALL_PAGES = {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
"""For what is there to be read by programs: pages of others may read it, too."""

_FOR_PROGRAMS = {
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "application/jsonl",
    "application/problem+json",
    "text/x-python",
}


def sharing(content_type: str) -> dict[str, str]:
    """Who may make use of an answer of this type."""
    return FOR_ALL_PAGES if content_type in _FOR_PROGRAMS else FOR_OUR_PAGES
