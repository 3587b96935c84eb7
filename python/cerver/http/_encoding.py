"""Cookies and content negotiation with Python values."""

from __future__ import annotations

from .. import _bindings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from .._aliases import Request, Response, Text

__all__ = [
    "http_request_choose_encoding",
    "http_request_choose_language",
    "http_request_choose_type",
    "http_request_get_cookie_text",
    "http_request_get_cookies",
    "http_response_set_cookie",
]


def http_request_choose_type(request: Request, *offers: str) -> str | None:
    """The media type that the client likes best, after its Accept header; None when it takes none of them.

    The first offer is the one that the program likes best: `http_request_choose_type(request, "application/json",
    "text/html; charset=UTF-8")`.
    """
    return _best(_bindings.http_request_choose_type(request, _joined(offers)), offers)


def http_request_choose_encoding(request: Request, *offers: str) -> str | None:
    """The content coding that the client likes best, after its Accept-Encoding header; "identity" stands for none."""
    return _best(_bindings.http_request_choose_encoding(request, _joined(offers)), offers)


def http_request_choose_language(request: Request, *offers: str) -> str | None:
    """The language that the client likes best, after its Accept-Language header; None when it takes none of them."""
    return _best(_bindings.http_request_choose_language(request, _joined(offers)), offers)


def http_request_get_cookie_text(request: Request, name: str | bytes) -> str | None:
    """The value of the first cookie of that name; None when there is none, ValueError when it is not UTF-8."""
    value = _bindings.http_request_get_cookie(request, name)
    return str(value.contents) if value else None


def http_request_get_cookies(request: Request) -> dict[str, str]:
    """All cookies by name, at most 256; of several with one name the first. What is not UTF-8 is left out."""
    cookies: dict[str, str] = {}
    for index in range(_bindings.http_request_get_cookies_count(request)):
        name = _bindings.http_request_get_cookie_name_at_idx(request, index)
        value = _bindings.http_request_get_cookie_value_at_idx(request, index)
        try:
            cookies.setdefault(str(name.contents), str(value.contents))
        except ValueError:
            continue
    return cookies


def http_response_set_cookie(
    response: Response,
    name: str | bytes,
    value: str | bytes,
    attributes: Text = None,
    *,
    path: str | None = None,
    domain: str | None = None,
    max_age: int | None = None,
    expires: datetime | None = None,
    secure: bool = False,
    http_only: bool = False,
    same_site: str | None = None,
    partitioned: bool = False,
) -> int:
    """Adds a Set-Cookie header; CERVER_OK, or the error of a cookie that no client would take.

    Attributes are a text ("Path=/; Secure"), or come by name, or both. `expires` is a datetime (a naive one is local
    time), `same_site` "Strict", "Lax" or "None".
    """
    parts = [attributes.decode() if isinstance(attributes, bytes) else attributes or ""]
    for key, text in (("Path", path), ("Domain", domain), ("Max-Age", max_age), ("SameSite", same_site)):
        if text is not None:
            if ";" in str(text):
                raise ValueError(f"{key} has a semicolon")
            parts.append(f"{key}={text}")
    if expires is not None:
        from email.utils import formatdate

        parts.append(f"Expires={formatdate(expires.timestamp(), usegmt=True)}")
    flags = (("Secure", secure), ("HttpOnly", http_only), ("Partitioned", partitioned))
    parts += [key for key, is_set in flags if is_set]
    return _bindings.http_response_set_cookie(response, name, value, "; ".join(parts))


def _joined(offers: tuple[str, ...]) -> str:
    """The offers as one text. An empty one would shift the others."""
    if not all(offer.strip(" ,") for offer in offers):
        raise ValueError("an offer is empty")
    return ",".join(offers)


def _best(index: int, offers: tuple[str, ...]) -> str | None:
    return offers[index] if index >= 0 else None
