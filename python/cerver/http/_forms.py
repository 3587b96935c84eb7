"""Parts of forms: short cuts that give Python values."""

from __future__ import annotations

from .. import _bindings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._aliases import Request
    from .._bindings import CerverMultiPart

__all__ = [
    "http_multi_part_get_file",
    "http_request_content_type_is_multi_part",
    "http_request_multi_parts_get_file",
]


def http_multi_part_get_file(mpart: CerverMultiPart | None) -> dict[str, str]:
    """The names of a file: `original`, the client's; `saved`, its path; `generated`, when a generator made one.

    An empty dict for a part that is no file.
    """
    if not _bindings.http_multi_part_is_file(mpart):
        return {}
    names = {"original": _text(_bindings.http_multi_part_get_filename(mpart))}
    generated = _text(_bindings.http_multi_part_get_generated_filename(mpart))
    if generated:
        names["generated"] = generated
    names["saved"] = _text(_bindings.http_multi_part_get_saved_filename(mpart))
    return names


def http_request_multi_parts_get_file(request: Request, value: str | bytes) -> dict[str, str] | None:
    """The same for the first part of that name; None when there is none."""
    part = _bindings.http_request_multi_parts_get(request, value)
    return None if part is None else http_multi_part_get_file(part)


def http_request_content_type_is_multi_part(request: Request) -> bool:
    """True when the Content-Type header names `multipart/form-data`."""
    text = _bindings.http_request_get_content_type_string(request)
    return bool(text) and b"multipart/form-data" in bytes(text.contents).lower()


def _text(value: bytes | None) -> str:
    return (value or b"").decode(errors="replace")
