"""Sending clients elsewhere."""

from __future__ import annotations

from .. import _bindings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._aliases import Receive
    from .._bindings import CerverHttpStatus

__all__ = ["redirect"]


def redirect(http_receive: Receive, status: CerverHttpStatus, location: str) -> int:
    """Sends the client elsewhere: a Location header and a small page with the link. 0 on success."""
    import html

    link = html.escape(location)
    page = f'<!doctype html>\n<title>Moved</title>\n<p>This page is now at <a href="{link}">{link}</a>.</p>\n'.encode()
    response = _bindings.http_response_create(status, page, len(page))
    try:
        failed = (
            _bindings.http_response_add_content_type_header(response, _bindings.HTTP_CONTENT_TYPE_HTML)
            or _bindings.http_response_add_content_length_header(response, len(page))
            or _bindings.http_response_add_header(response, _bindings.HTTP_HEADER_LOCATION, location)
            or _bindings.http_response_compile(response)
            or _bindings.http_response_send(response, http_receive)
        )
        return failed
    finally:
        _bindings.http_response_delete(response)
