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
    answer = {"parts": told, "files": http_request_get_n_files(request)}
    if http_request_get_custom_header(request, "X-Where"):
        answer["where"] = http_request_multi_parts_get_saved_filename(request, "f").decode()
    http_send_response(receive, HTTP_STATUS_OK, answer)


forms = {}


def form_begin(receive, request):
    forms[request] = []


def part_begins(receive, request, part):
    name, kind = http_multi_part_get_name(part), http_multi_part_get_content_type(part)
    forms[request] += [[str(name.contents), str(kind.contents) if kind else None, b""]]
    if str(name.contents) == "raise":
        raise ValueError("broken on purpose")


def part_data(receive, request, part, data):
    assert part == http_request_get_current_mpart(request)
    forms[request][-1][2] += data


def part_ends(receive, request, part):
    forms[request][-1] += [http_multi_part_get_size(part)]


def form_ends(receive, request, status):
    parts = forms.pop(request)
    if status == HTTP_STATUS_OK:
        told = [[name, kind, zlib.crc32(data), size] for name, kind, data, size in parts]
        value = http_request_multi_parts_get_value(request, "a")
        http_send_response(receive, status, {"parts": told, "a": value and value.decode()})
    else:
        print("form ended:", status, flush=True)


def name_file(receive, request):
    part = http_request_get_current_mpart(request)
    original = str(http_multi_part_get_original_filename(part).contents)
    http_multi_part_set_generated_filename(part, "%d-%s", 7, original.encode())


def name_folder(receive, request):
    http_request_set_dirname(request, "../%s", b"mine")


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
    placement, folder = sys.argv[1:3]
    server = cerver_create_web("uploading", 0, 128)
    check(cerver_set_bind_address(server, "127.0.0.1"))
    place(server, placement)
    http = http_cerver_get(server)
    http_cerver_set_uploads_path(http, folder)
    if sys.argv[3:] == ["named"]:
        http_cerver_set_uploads_filename_generator(http, name_file)
        http_cerver_set_uploads_dirname_generator(http, name_folder)
    else:
        http_cerver_set_default_uploads_filename_generator(http)
    http_cerver_set_uploads_delete_when_done(http, True)
    check(http_cerver_set_file_count_limit(http, 2))
    check(http_cerver_set_part_limit(http, 5))
    check(http_cerver_set_part_head_limit(http, 200))
    check(http_cerver_set_part_name_limit(http, 10))
    check(http_cerver_set_field_bytes_limit(http, 20))
    check(http_cerver_set_file_limits(http, 4 << 20, 5 << 20))
    route = http_create_route(http, REQUEST_METHOD_POST, "upload", upload)
    http_route_set_modifier(route, HTTP_ROUTE_MODIFIER_MULTI_PART)
    check(http_route_set_gate(route, gate))
    route = http_create_route(http, REQUEST_METHOD_POST, "sum", begin)
    check(http_route_stream_body(route, more))
    check(http_route_set_body_limit(route, 1 << 30))
    route = http_create_route(http, REQUEST_METHOD_POST, "parts", form_begin)
    check(http_route_stream_parts(route, part_begins, part_data, part_ends, form_ends))
    try:
        serve(server, placement)
    except KeyboardInterrupt:
        pass
    finally:
        sys.exit(cerver_teardown(server))


if __name__ == "__main__":
    main()
