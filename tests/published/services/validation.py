"""Every check of what a request brings: validation.py PORT UPLOADS. The path names the check; the answer has its result."""

import ctypes
import json
import sys

from cerver import *
from cerver.http import *
from service import create, port, prepare

# Name of a check, and its arguments between the name of the field and the errors (E), if it takes them.
E = "errors"
QUERY = {
    "validate_query_exists_internal": (),
    "validate_query_exists": (E,),
    "validate_query_value": (2, 3, E),
    "validate_query_value_with_cast": (int, E),
    "validate_query_value_with_default": ("default",),
    "validate_query_int_value": (E,),
    "validate_query_int_limit_value": (1, 10, E),
    "validate_query_int_actual_value": (lambda number: number > 10, E),
    "validate_query_int_value_with_default": (7,),
    "validate_query_float_value": (E,),
    "validate_query_float_value_with_default": (7.5,),
    "validate_query_bool_value": (E,),
    "validate_query_bool_value_with_default": (True,),
}
BODY = {
    "validate_body_value_exists": (E,),
    "validate_body_string_value_exists_ignore_size": (E,),
    "validate_body_value_optional": (),
    "validate_body_value_with_default": ("default",),
    "validate_body_int_value_exists": (E,),
    "validate_body_float_value_exists": (E,),
}
PARTS = {
    "validate_mparts_exists": (E,),
    "validate_mparts_value": (2, 3, E),
    "validate_mparts_value_with_default": ("default",),
    "validate_mparts_int": (E,),
    "validate_mparts_int_value": (lambda number: number > 10, E),
    "validate_mparts_int_with_default": (7,),
    "validate_mparts_float": (E,),
    "validate_mparts_float_value": (lambda number: number > 10, E),
    "validate_mparts_float_with_default": (7.5,),
    "validate_mparts_bool": (E,),
    "validate_mparts_bool_with_default": (True,),
    "validate_mparts_file": (E,),
    "validate_mparts_optional_file": (),
    "validate_mparts_filename_exists": (E,),
    "validate_mparts_saved_filename_exists": (E,),
    "validate_mparts_saved_file_exists": (E,),
    "validate_mparts_file_is_image": (E,),
    "validate_mparts_optional_file_is_image": (E,),
}


def results(checks, values, fields):
    """What each check says to each field."""
    found = {}
    for field in fields:
        for name, arguments in checks.items():
            errors = {}
            result = globals()[name](values, field, *(errors if argument is E else argument for argument in arguments))
            found[f"{name} {field}"] = [result, errors.get(field)]
    return found


def send(http_receive, found):
    body = json.dumps(found).encode("utf-8")
    http_response_render_json(http_receive, HTTP_STATUS_OK, body, len(body))


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def query_handler(http_receive, request):
    fields = ("number", "long", "word", "empty", "yes", "none")
    send(http_receive, results(QUERY, http_request_get_query_params(request), fields))


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def body_handler(http_receive, request):
    body = http_request_get_body_json(request)
    found = results(BODY, body, ("text", "empty", "int", "float", "bool", "list", "null", "none"))
    found.update(results({"validate_body_value": (2, 3, E)}, body, ("text", "empty", "null", "none")))
    send(http_receive, found)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def parts_handler(http_receive, request):
    send(http_receive, results(PARTS, request, ("number", "word", "empty", "yes", "image", "text", "none")))


def main():
    prepare()
    cerver = create(b"validation-service", port())
    http_cerver = http_cerver_get(cerver)
    http_cerver_set_uploads_path(http_cerver, sys.argv[2].encode("utf-8"))
    http_cerver_set_default_uploads_filename_generator(http_cerver)
    http_cerver_set_uploads_delete_when_done(http_cerver, True)
    http_cerver_route_register(http_cerver, http_route_create(REQUEST_METHOD_GET, b"query", query_handler))
    http_cerver_route_register(http_cerver, http_route_create(REQUEST_METHOD_POST, b"body", body_handler))
    parts = http_route_create(REQUEST_METHOD_POST, b"parts", parts_handler)
    http_route_set_modifier(parts, HTTP_ROUTE_MODIFIER_MULTI_PART)
    http_cerver_route_register(http_cerver, parts)
    cerver_start(cerver)


if __name__ == "__main__":
    main()
