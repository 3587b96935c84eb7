"""Forms with several files: multi.py PORT UPLOADS [own]. Names of files and folders are generated, with `own` by us."""

import ctypes
import itertools
import sys

from cerver import *
from cerver.http import *
from service import create, port, prepare

count = itertools.count(1)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def name_file(http_receive, request):
    part = http_request_get_current_mpart(request)
    name = http_multi_part_get_filename(ctypes.c_void_p(part))
    http_multi_part_set_generated_filename(ctypes.c_void_p(part), b"own-%d-%s", next(count), name)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def name_folder(http_receive, request):
    http_request_set_dirname(ctypes.c_void_p(request), b"folder-%d", next(count))


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def upload_handler(http_receive, request):
    """Answers with what the form has."""
    parts = []
    if http_request_multi_parts_iter_start(request):
        part = http_request_multi_parts_iter_get_next(request)
        while part:
            name = http_multi_part_get_name(part).contents.str.decode("utf-8")
            if http_multi_part_is_file(part):
                file = http_multi_part_get_file(part)
                with open(file["saved"], "rb") as saved:
                    file["bytes"] = len(saved.read())
                file["wrote"] = http_multi_part_get_total_wrote(part)
                parts.append({"name": name, **file})
            else:
                parts.append({"name": name, "value": http_multi_part_get_value(part).decode("utf-8")})
            part = http_request_multi_parts_iter_get_next(request)
    answer = {
        "files": http_request_get_n_files(request),
        "values": http_request_get_n_values(request),
        "dirname": http_request_get_dirname(request).decode("utf-8"),
        "parts": parts,
    }
    http_send_response(http_receive, HTTP_STATUS_OK, answer)


def main():
    prepare()
    cerver = create(b"multi-service", port())
    http_cerver = http_cerver_get(cerver)
    if len(sys.argv) > 3:
        http_cerver_generate_uploads_path(ctypes.c_void_p(http_cerver), b"%s/%s", sys.argv[2].encode("utf-8"), b"own")
        http_cerver_set_uploads_filename_generator(http_cerver, name_file)
        http_cerver_set_uploads_dirname_generator(http_cerver, name_folder)
    else:
        http_cerver_set_uploads_path(http_cerver, sys.argv[2].encode("utf-8"))
        http_cerver_set_default_uploads_filename_generator(http_cerver)
        http_cerver_set_default_uploads_dirname_generator(http_cerver)
    route = http_route_create(REQUEST_METHOD_POST, b"test", upload_handler)
    http_route_set_modifier(route, HTTP_ROUTE_MODIFIER_MULTI_PART)
    http_cerver_route_register(http_cerver, route)
    if cerver_start(cerver):
        sys.exit("The service does not start")


if __name__ == "__main__":
    main()
