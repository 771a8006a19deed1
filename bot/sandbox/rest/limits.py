"""Discord's rate limits: buckets by route and place, and the global one, on the real clock."""

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
GLOBAL_PER_SECOND = 50


@dataclass(frozen=True, slots=True)
class Rule:
    """How many requests in how many seconds; rules of one name share their bucket."""

    name: str
    limit: int
    seconds: float


_RULES: list[tuple[str, re.Pattern[str], Rule]] = [
    (
        "PUT|DELETE",
        re.compile(r"/channels/\{channel_id\}/messages/\{message_id\}/reactions/.+"),
        Rule("react", 1, 0.25),
    ),
    ("DELETE", re.compile(r"/channels/\{channel_id\}/messages/\{message_id\}/reactions"), Rule("clear", 1, 0.25)),
    ("POST", re.compile(r"/channels/\{channel_id\}/messages"), Rule("send", 5, 5.0)),
    ("PATCH", re.compile(r"/channels/\{channel_id\}/messages/\{message_id\}"), Rule("edit", 5, 5.0)),
    ("DELETE", re.compile(r"/channels/\{channel_id\}/messages/\{message_id\}"), Rule("delete", 5, 1.0)),
    ("GET", re.compile(r"/channels/\{channel_id\}/messages.*"), Rule("read", 10, 5.0)),
    ("POST", re.compile(r".*/crosspost"), Rule("crosspost", 10, 3600.0)),
    ("POST", re.compile(r".*/threads"), Rule("threads", 10, 10.0)),
    ("PATCH", re.compile(r"/channels/\{channel_id\}"), Rule("channel", 5, 5.0)),
    ("GET", re.compile(r"/guilds/\{guild_id\}/members.*"), Rule("members", 10, 10.0)),
    ("POST|PATCH|GET|DELETE", re.compile(r"/webhooks/.*"), Rule("webhook", 5, 2.0)),
]
_REST = Rule("rest", 50, 1.0)
_NEVER_LIMITED = re.compile(r"/interactions/.*")
_MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")


def rule_of(method: str, template: str) -> Rule:
    """The rule for a route."""
    for methods, pattern, rule in _RULES:
        if method in methods.split("|") and pattern.fullmatch(template):
            return rule
    return _REST


class Refusal:
    """A 429: its headers and its body."""

    def __init__(self, retry_after: float, *, is_global: bool, headers: dict[str, str]) -> None:
        scope = "global" if is_global else "user"
        self.body: Json = {
            "message": "You are being rate limited.",
            "retry_after": round(retry_after, 3),
            "global": is_global,
            "code": 0,
        }
        self.headers = headers | {
            "Retry-After": str(int(retry_after) + 1),
            "X-RateLimit-Scope": scope,
            "Via": "1.1 google",
        }
        if is_global:
            self.headers["X-RateLimit-Global"] = "true"


class Limits:
    """Counts requests in windows; when switched off it only says that there is plenty left."""

    def __init__(self, *, enforced: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.enforced = enforced
        self._clock = clock
        self._windows: dict[str, tuple[float, int]] = {}

    def admit(self, method: str, template: str, parts: dict[str, str]) -> tuple[dict[str, str], Refusal | None]:
        """Count a request: answer the headers that tell what is left, and the refusal if nothing is."""
        if not self.enforced or _NEVER_LIMITED.fullmatch(template):
            return {}, None
        rule = rule_of(method, template)
        major = "+".join(parts[name] for name in _MAJOR if name in parts)
        now = self._clock()
        if self._count("global", now, 1.0) > GLOBAL_PER_SECOND and "webhook_token" not in parts:
            left = self._windows["global"][0] - now
            return {}, Refusal(left, is_global=True, headers={})
        used = self._count(f"{rule.name}:{major}", now, rule.seconds)
        ends = self._windows[f"{rule.name}:{major}"][0]
        headers = {
            "X-RateLimit-Limit": str(rule.limit),
            "X-RateLimit-Remaining": str(max(0, rule.limit - used)),
            "X-RateLimit-Reset": f"{time.time() + ends - now:.3f}",
            "X-RateLimit-Reset-After": f"{ends - now:.3f}",
            "X-RateLimit-Bucket": bucket_name(rule, method, template),
        }
        if used > rule.limit:
            return headers, Refusal(ends - now, is_global=False, headers=headers)
        return headers, None

    def _count(self, key: str, now: float, seconds: float) -> int:
        ends, used = self._windows.get(key, (0.0, 0))
        if now >= ends:
            if len(self._windows) > 5000:
                self._windows = {each: window for each, window in self._windows.items() if window[0] > now}
            ends, used = now + seconds, 0
        self._windows[key] = (ends, used + 1)
        return used + 1


def bucket_name(rule: Rule, method: str, template: str) -> str:
    """The opaque name of a bucket."""
    secret = rule.name if rule is not _REST else f"{method} {template}"
    return hashlib.blake2b(secret.encode(), digest_size=16).hexdigest()
