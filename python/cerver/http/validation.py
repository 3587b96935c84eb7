"""Checks of what a request brought: query, parsed body, parts of a form.

Each takes where the value is (pairs of the query, a dict, a request), its name and, mostly, a dict `errors`. What is
missing or wrong gives None and a sentence under the name in `errors`; those named `with_default` give the default in
place of both.
"""

from __future__ import annotations

from .. import _bindings
from .._words import strtobool
from ._forms import http_multi_part_get_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from typing_extensions import TypeAlias

    from .._aliases import Pairs, Request
    from .._bindings import CerverImageType

    Errors: TypeAlias = dict[str, str]
    Body: TypeAlias = dict[str, Any]
    T = TypeVar("T")

__all__ = [
    "validate_body_float_value_exists",
    "validate_body_int_value_exists",
    "validate_body_string_value_exists_ignore_size",
    "validate_body_value",
    "validate_body_value_exists",
    "validate_body_value_optional",
    "validate_body_value_with_default",
    "validate_file_is_image",
    "validate_mparts_bool",
    "validate_mparts_bool_with_default",
    "validate_mparts_exists",
    "validate_mparts_file",
    "validate_mparts_file_exists",
    "validate_mparts_file_is_image",
    "validate_mparts_filename_exists",
    "validate_mparts_float",
    "validate_mparts_float_value",
    "validate_mparts_float_with_default",
    "validate_mparts_int",
    "validate_mparts_int_value",
    "validate_mparts_int_with_default",
    "validate_mparts_optional_file",
    "validate_mparts_optional_file_is_image",
    "validate_mparts_saved_file_exists",
    "validate_mparts_saved_filename_exists",
    "validate_mparts_value",
    "validate_mparts_value_with_default",
    "validate_query_bool_value",
    "validate_query_bool_value_with_default",
    "validate_query_exists",
    "validate_query_exists_internal",
    "validate_query_float_value",
    "validate_query_float_value_with_default",
    "validate_query_int_actual_value",
    "validate_query_int_limit_value",
    "validate_query_int_value",
    "validate_query_int_value_with_default",
    "validate_query_value",
    "validate_query_value_with_cast",
    "validate_query_value_with_default",
]


def validate_query_exists_internal(values: Pairs, query_name: str) -> str | None:
    """The value when there is one that is not empty. Notes no error."""
    return _query(values, query_name) or None


def validate_query_exists(values: Pairs, query_name: str, errors: Errors) -> str | None:
    """The value, which must not be empty."""
    return _query(values, query_name) or _required(query_name, errors)


def validate_query_value(values: Pairs, query_name: str, min_len: int, max_len: int, errors: Errors) -> str | None:
    """The value, of `min_len` to `max_len` characters."""
    return _measured(validate_query_exists(values, query_name, errors), query_name, min_len, max_len, errors)


def validate_query_value_with_cast(
    values: Pairs, query_name: str, cast: Callable[[str], T], errors: Errors
) -> T | None:
    """What `cast` makes of the value; a value that is not there is no error."""
    text = _query(values, query_name)
    return None if text is None else _cast(text, query_name, cast, errors)


def validate_query_value_with_default(values: Pairs, query_name: str, default: T) -> str | T:
    """The value when there is one that is not empty."""
    return _query(values, query_name) or default


def validate_query_int_value(values: Pairs, query_name: str, errors: Errors) -> int | None:
    """The value as int."""
    return _query_cast(values, query_name, int, errors)


def validate_query_int_limit_value(
    values: Pairs, query_name: str, min_value: int, max_value: int, errors: Errors
) -> int | None:
    """The value as int, moved into the range from `min_value` to `max_value`."""
    number = validate_query_int_value(values, query_name, errors)
    return None if number is None else max(min_value, min(number, max_value))


def validate_query_int_actual_value(
    values: Pairs, query_name: str, validation: Callable[[int], object], errors: Errors
) -> int | None:
    """The value as int, when `validation` finds it good."""
    number = validate_query_int_value(values, query_name, errors)
    if number is None or validation(number):
        return number
    return _refused(query_name, f"Failed to validate field {query_name} value.", errors)


def validate_query_int_value_with_default(values: Pairs, query_name: str, default: int) -> int:
    """The value as int when it is one."""
    return _or_default(_query(values, query_name), int, default)


def validate_query_float_value(values: Pairs, query_name: str, errors: Errors) -> float | None:
    """The value as float."""
    return _query_cast(values, query_name, float, errors)


def validate_query_float_value_with_default(values: Pairs, query_name: str, default: float) -> float:
    """The value as float when it is one."""
    return _or_default(_query(values, query_name), float, default)


def validate_query_bool_value(values: Pairs, query_name: str, errors: Errors) -> bool | None:
    """The value as bool; the words are those of `cerver.utils.strtobool`."""
    return _query_cast(values, query_name, _bool, errors)


def validate_query_bool_value_with_default(values: Pairs, query_name: str, default: bool) -> bool:
    """The value as bool when it is one of the words."""
    return _or_default(_query(values, query_name), _bool, default)


def validate_body_value_exists(body: Body, value: str, errors: Errors) -> Any:
    """The value, of any type; None and an empty text count as missing."""
    found = _member(body, value)
    return _required(value, errors) if found is None or found == "" else found


def validate_body_string_value_exists_ignore_size(body: Body, value: str, errors: Errors) -> str | None:
    """The value when it is a text, also an empty one."""
    return _typed(body, value, str, errors)


def validate_body_value(body: Body, value: str, min_len: int, max_len: int, errors: Errors) -> str | None:
    """The value, a text of `min_len` to `max_len` characters."""
    found = validate_body_value_exists(body, value, errors)
    if found is None:
        return None
    if not isinstance(found, str):
        return _invalid(value, errors)
    return _measured(found, value, min_len, max_len, errors)


def validate_body_value_optional(body: Body, value: str) -> Any:
    """The value, None when it is not there."""
    return _member(body, value)


def validate_body_value_with_default(body: Body, value: str, default: Any) -> Any:
    """The value when it is there and no empty text."""
    found = _member(body, value, default)
    return default if found == "" else found


def validate_body_int_value_exists(body: Body, value: str, errors: Errors) -> int | None:
    """The value when it is an int; a bool is none."""
    return _typed(body, value, int, errors)


def validate_body_float_value_exists(body: Body, value: str, errors: Errors) -> float | None:
    """The value when it is a float; an int is none."""
    return _typed(body, value, float, errors)


def validate_mparts_exists(request: Request, value: str, errors: Errors) -> str | None:
    """The value of a part, which must not be empty."""
    return _part_value(request, value) or _required(value, errors)


def validate_mparts_value(request: Request, value: str, min_len: int, max_len: int, errors: Errors) -> str | None:
    """The value of a part, of `min_len` to `max_len` characters."""
    return _measured(validate_mparts_exists(request, value, errors), value, min_len, max_len, errors)


def validate_mparts_value_with_default(request: Request, value: str, default: T) -> str | T:
    """The value of a part when there is one that is not empty."""
    return _part_value(request, value) or default


def validate_mparts_int(request: Request, value: str, errors: Errors) -> int | None:
    """The value of a part as int."""
    return _part_cast(request, value, int, errors)


def validate_mparts_int_value(
    request: Request, value: str, validation: Callable[[int], object], errors: Errors
) -> int | None:
    """The value of a part as int, when `validation` finds it good."""
    return _approved(validate_mparts_int(request, value, errors), value, validation, errors)


def validate_mparts_int_with_default(request: Request, value: str, default: int) -> int:
    """The value of a part as int when it is one."""
    return _or_default(_part_value(request, value), int, default)


def validate_mparts_float(request: Request, value: str, errors: Errors) -> float | None:
    """The value of a part as float."""
    return _part_cast(request, value, float, errors)


def validate_mparts_float_value(
    request: Request, value: str, validation: Callable[[float], object], errors: Errors
) -> float | None:
    """The value of a part as float, when `validation` finds it good."""
    return _approved(validate_mparts_float(request, value, errors), value, validation, errors)


def validate_mparts_float_with_default(request: Request, value: str, default: float) -> float:
    """The value of a part as float when it is one."""
    return _or_default(_part_value(request, value), float, default)


def validate_mparts_bool(request: Request, value: str, errors: Errors) -> bool | None:
    """The value of a part as bool; the words are those of `cerver.utils.strtobool`."""
    return _part_cast(request, value, _bool, errors)


def validate_mparts_bool_with_default(request: Request, value: str, default: bool) -> bool:
    """The value of a part as bool when it is one of the words."""
    return _or_default(_part_value(request, value), _bool, default)


def validate_mparts_file(request: Request, value: str, errors: Errors) -> dict[str, Any] | None:
    """The names of a file as of `http_multi_part_get_file`; an empty dict and an error for a part that is none."""
    part = _bindings.http_request_multi_parts_get(request, value)
    if part is None:
        return _missing(value, errors)
    if not _bindings.http_multi_part_is_file(part):
        errors[value] = f"Field {value} is not a file."
    return http_multi_part_get_file(part)


def validate_mparts_optional_file(request: Request, value: str) -> dict[str, Any] | None:
    """The same without errors."""
    return validate_mparts_file(request, value, {})


def validate_mparts_file_exists(request: Request, value: str, errors: Errors) -> dict[str, Any] | None:
    """The names of a file that was stored and is still there."""
    names = validate_mparts_file(request, value, errors)
    if not names:
        return None
    return names if _bindings.file_exists(names["saved"]) else _missing(value, errors)


def validate_mparts_filename_exists(request: Request, value: str, errors: Errors) -> str | None:
    """The client's name of a file."""
    return _text(_bindings.http_request_multi_parts_get_filename(request, value)) or _missing(value, errors)


def validate_mparts_saved_filename_exists(request: Request, value: str, errors: Errors) -> str | None:
    """The path of a file that was stored."""
    return _text(_bindings.http_request_multi_parts_get_saved_filename(request, value)) or _missing(value, errors)


def validate_mparts_saved_file_exists(request: Request, value: str, errors: Errors) -> str | None:
    """The path of a file that was stored and is still there."""
    path = validate_mparts_saved_filename_exists(request, value, errors)
    return path if path is None or _bindings.file_exists(path) else _missing(value, errors)


def validate_mparts_file_is_image(request: Request, image: str, errors: Errors) -> dict[str, Any] | None:
    """The names of a file that is an image, and under `type` IMAGE_TYPE_PNG or IMAGE_TYPE_JPEG."""
    names = validate_mparts_file(request, image, errors)
    return _of_image(names, image, errors)


def validate_mparts_optional_file_is_image(request: Request, image: str, errors: Errors) -> dict[str, Any] | None:
    """The same for a file that need not be there."""
    return _of_image(validate_mparts_optional_file(request, image), image, errors)


def validate_file_is_image(filename: str | bytes, field: str, errors: Errors) -> CerverImageType:
    """IMAGE_TYPE_PNG or IMAGE_TYPE_JPEG by the first bytes of a file; 0 for anything else."""
    kind = _bindings.files_image_get_type(filename)
    if kind in (_bindings.IMAGE_TYPE_PNG, _bindings.IMAGE_TYPE_JPEG):
        return kind
    errors[field] = f"File {field} is not png or jpeg."
    return _bindings.IMAGE_TYPE_NONE


def _required(name: str, errors: Errors) -> T | None:
    return _refused(name, f"Field {name} is required.", errors)


def _invalid(name: str, errors: Errors) -> T | None:
    return _refused(name, f"Field {name} is invalid.", errors)


def _missing(name: str, errors: Errors) -> T | None:
    return _refused(name, f"File {name} is missing.", errors)


def _refused(name: str, text: str, errors: Errors) -> T | None:
    errors[name] = text
    return None


def _measured(text: str | None, name: str, min_len: int, max_len: int, errors: Errors) -> str | None:
    if text is None or min_len <= len(text) <= max_len:
        return text
    return _refused(name, f"Field {name} must be between {min_len} and {max_len} characters long.", errors)


def _approved(number: T, name: str, validation: Callable[[Any], object], errors: Errors) -> T | None:
    if number is None or validation(number):
        return number
    return _refused(name, f"Failed to validate field {name}.", errors)


def _member(body: Body, name: str, default: Any = None) -> Any:
    """A member of a body; a client may also send an array or a number, which have none."""
    return body.get(name, default) if isinstance(body, dict) else default


def _typed(body: Body, name: str, kind: type[T], errors: Errors) -> T | None:
    found = _member(body, name)
    return found if type(found) is kind else _required(name, errors)


def _cast(text: str, name: str, cast: Callable[[str], T], errors: Errors) -> T | None:
    try:
        return cast(text)
    except Exception:
        return _invalid(name, errors)


def _or_default(text: str | None, cast: Callable[[str], T], default: T) -> T:
    try:
        return default if text is None else cast(text)
    except ValueError:
        return default


def _query_cast(values: Pairs, name: str, cast: Callable[[str], T], errors: Errors) -> T | None:
    text = _query(values, name)
    return _required(name, errors) if text is None else _cast(text, name, cast, errors)


def _part_cast(request: Request, name: str, cast: Callable[[str], T], errors: Errors) -> T | None:
    text = validate_mparts_exists(request, name, errors)
    return None if text is None else _cast(text, name, cast, errors)


def _of_image(names: dict[str, Any] | None, field: str, errors: Errors) -> dict[str, Any] | None:
    if not names:
        return None
    kind = validate_file_is_image(names["saved"], field, errors)
    return {**names, "type": kind} if kind else None


def _bool(text: str) -> bool:
    return bool(strtobool(text))


def _query(values: Pairs, name: str) -> str | None:
    value = _bindings.http_query_pairs_get_value(values, name)
    return bytes(value.contents).decode(errors="replace") if value else None


def _part_value(request: Request, name: str) -> str | None:
    return _text(_bindings.http_request_multi_parts_get_value(request, name))


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode(errors="replace")
