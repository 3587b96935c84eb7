"""A server that takes uploads: uploading.py PLACEMENT FOLDER. Forms go to /upload, streamed bodies to /sum."""

import sys
import zlib

from app import place, serve

from cerver import *
from cerver.http import *


def gate(receive, request):
    if http_request_get_custom_header(request, "X-Key") == b"open":
        check(http_receive_pass(receive))


def upload(receive, request):
    if http_request_get_custom_header(request, "X-Raise"):
        raise ValueError("broken on purpose")
    told = []
    for part in http_request_multi_parts(request):
        name = str(http_multi_part_get_name(part).contents)
        if http_multi_part_is_file(part):
            with open(http_multi_part_get_saved_filename(part), "rb") as file:
                content = file.read().decode()
            original = str(http_multi_part_get_original_filename(part).contents)
            told.append([name, original, http_multi_part_get_filename(part).decode(), content])
        else:
            told.append([name, http_multi_part_get_value(part).decode()])
    http_send_response(receive, HTTP_STATUS_OK, {"parts": told, "files": http_request_get_n_files(request)})


sums = {}


def begin(receive, request):
    sums[request] = (0, 0)


def more(receive, request):
    while (piece := http_request_read_body_bytes(request, timeout_ms=0)) is not None:
        length, crc = sums[request]
        if not piece:
            del sums[request]
            trailer = http_request_get_trailer(request, "Checksum")
            late = str(trailer.contents) if trailer else None
            http_send_response(receive, HTTP_STATUS_OK, {"length": length, "crc": crc, "trailer": late})
            return
        sums[request] = (length + len(piece), zlib.crc32(piece, crc))


def main():
    placement, folder = sys.argv[1:]
    server = cerver_create_web("uploading", 0, 128)
    check(cerver_set_bind_address(server, "127.0.0.1"))
    place(server, placement)
    http = http_cerver_get(server)
    http_cerver_set_uploads_path(http, folder)
    http_cerver_set_default_uploads_filename_generator(http)
    http_cerver_set_uploads_delete_when_done(http, True)
    check(http_cerver_set_file_count_limit(http, 2))
    route = http_create_route(http, REQUEST_METHOD_POST, "upload", upload)
    http_route_set_modifier(route, HTTP_ROUTE_MODIFIER_MULTI_PART)
    check(http_route_set_gate(route, gate))
    route = http_create_route(http, REQUEST_METHOD_POST, "sum", begin)
    check(http_route_stream_body(route, more))
    check(http_route_set_body_limit(route, 1 << 30))
    try:
        serve(server, placement)
    except KeyboardInterrupt:
        pass
    finally:
        sys.exit(cerver_teardown(server))


if __name__ == "__main__":
    main()
