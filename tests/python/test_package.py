"""The package as it is installed: names, laziness, errors, documentation of failures."""

from __future__ import annotations

import json
import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

from conftest import ROOT
from support import AT_ONCE, Client


def run(python: str, program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        cwd="/",
    )


def test_every_name_is_there(python: str) -> None:
    program = (
        "import json, cerver, cerver.http\n"
        "print(json.dumps([[name for name in module.__all__ if getattr(module, name, None) is None]"
        " for module in (cerver, cerver.http)]))\n"
        "from cerver import *\n"
        "from cerver.http import *\n"
        "assert cerver_create_web and http_response_render and CERVER_TYPE_WEB == 3\n"
        "assert HttpHandler is CatchAllHandler is CerverHttpHandler and RequestMethod is CerverRequestMethod\n"
        "assert String is CerverString and bool(StringPointer()) is False\n"
        "assert CERVER_DEFAULT_REUSABLE_FLAGS is False and HTTP_HEADER_UNDEFINED == 63\n"
    )
    done = run(python, program)
    assert done.stderr == ""
    assert json.loads(done.stdout) == [[], []]


def test_symbols_and_constants_are_all_public(python: str) -> None:
    program = (
        "import json, cerver, cerver.http, cerver.threads, cerver.utils\n"
        "modules = cerver, cerver.http, cerver.threads, cerver.utils\n"
        "print(json.dumps(sorted({name for module in modules for name in module.__all__})))\n"
    )
    names = set(json.loads(run(python, program).stdout))
    assert set((ROOT / "bindings/symbols.txt").read_text().split()) <= names
    published = Path(__file__).parent / "fixtures" / "published_constants.txt"
    missing = [name for name in published.read_text().split() if name not in names]
    assert missing == []


def test_functions_are_bound_when_they_are_used(python: str) -> None:
    program = (
        "import cerver, cerver.http, cerver._bindings as bindings\n"
        "bound = [name for name in vars(bindings) if name in bindings._CALLS or name in bindings._SHORT_CALLS]\n"
        "print(len(bound))\n"
    )
    assert int(run(python, program).stdout) < 20


def test_import_is_quick(python: str) -> None:
    def best(program: str) -> float:
        """Seconds of processor time, which other work on the machine changes little; the least of some runs."""
        times = []
        for _ in range(10):
            begun = resource.getrusage(resource.RUSAGE_CHILDREN)
            assert run(python, program).returncode == 0
            ended = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime)
        return min(times)

    assert best("import cerver.http") - best("pass") < 0.030


def test_unknown_name(python: str) -> None:
    done = run(python, "import cerver\ncerver.cerver_make_coffee")
    assert "module 'cerver' has no attribute 'cerver_make_coffee'" in done.stderr


def test_library_that_is_not_there(python: str) -> None:
    done = run(python, "import cerver", CERVER_LIBRARY="/nowhere/libcerver.so")
    assert "ImportError: the cerver library cannot be loaded" in done.stderr


def test_library_of_another_version(python: str, tmp_path: Path) -> None:
    (tmp_path / "other.c").write_text('const char *cerver_version(void) { return "99.0.0"; }\n')
    other = tmp_path / "other.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", other, tmp_path / "other.c"], check=True)
    done = run(python, "import cerver", CERVER_LIBRARY=str(other))
    assert "ImportError: this package is made for cerver" in done.stderr


def test_check(python: str) -> None:
    program = (
        "from cerver import *\n"
        "check(CERVER_OK)\n"
        "null = lambda: cerver_start_background(None), CERVER_ERROR_NULL\n"
        "stale = lambda: cerver_start(5), CERVER_ERROR_HANDLE\n"
        "for call, code in (null, stale):\n"
        "    try:\n"
        "        check(call())\n"
        "    except CerverError as error:\n"
        "        assert error.code == code and error.message, error\n"
        "        print(error)\n"
        "    else:\n"
        "        raise SystemExit('no error')\n"
    )
    done = run(python, program)
    assert (done.returncode, done.stderr) == (0, "")
    assert "cerver_start" in done.stdout


def test_texts(python: str) -> None:
    program = (
        "import ctypes\n"
        "from cerver import *\n"
        "from cerver.http import *\n"
        "for extension in ('json', b'json'):\n"
        "    assert http_content_type_by_extension(extension) == HTTP_CONTENT_TYPE_JSON\n"
        "assert http_status_string(404) == b'Not Found'\n"
        "for wrong in ('a\\0b', b'a\\0b', 5, object()):\n"
        "    try:\n"
        "        http_content_type_by_extension(wrong)\n"
        "    except ctypes.ArgumentError:\n"
        "        continue\n"
        "    raise SystemExit(f'{wrong!r} was accepted')\n"
        "assert cerver_create_web(None, 0, 10) is None\n"
        "assert cerver_last_error() == CERVER_ERROR_NULL\n"
        "buffer = ctypes.create_string_buffer(2000)\n"
        "length = ctypes.c_size_t()\n"
        "server = cerver_create_web('ü', 0, 10)\n"
        "check(cerver_stats_json(server, buffer, len(buffer), ctypes.byref(length)))\n"
        "assert len(buffer.value) == length.value\n"
        "assert cerver_teardown(server) == 0\n"
    )
    done = run(python, program)
    assert (done.returncode, done.stderr) == (0, "")


def test_lengths_are_checked(python: str) -> None:
    program = (
        "import cerver._bindings\n"
        "from cerver import *\n"
        "from cerver.http import *\n"
        "response = http_response_get()\n"
        "calls = [\n"
        "    lambda length: http_response_set_data(response, b'abc', length),\n"
        "    lambda length: http_response_set_data_ref(response, b'abc', length),\n"
        "    lambda length: http_response_set_header(response, b'abc', length),\n"
        "    lambda length: http_response_render(0, 200, 0, b'abc', length),\n"
        "    lambda length: http_response_render(0, 200, 0, bytearray(b'abc'), length),\n"
        "    lambda length: http_response_render_text(0, 200, b'abc', length),\n"
        "    lambda length: http_response_render_json(0, 200, b'abc', length),\n"
        "    lambda length: http_response_json_custom_reference(200, b'abc', length),\n"
        "    lambda length: http_send_response(0, 200, b'abc', length),\n"
        "]\n"
        "for call in calls:\n"
        "    for length in (-1, -(1 << 63), -(1 << 64), 4, 1 << 63, 1 << 64):\n"
        "        try:\n"
        "            call(length)\n"
        "        except ValueError:\n"
        "            continue\n"
        "        raise SystemExit(f'{length} was accepted')\n"
        "    for length in (0, 3, None):\n"
        "        call(length)\n"
        "# The functions below refuse it by themselves.\n"
        "for length in (-1, -(1 << 63)):\n"
        "    assert http_response_create(200, b'abc', length) is None\n"
        "    assert cerver_last_error() == CERVER_ERROR_ARGUMENT\n"
        "    assert http_response_create_json(200, b'abc', length) is None\n"
        "    assert http_response_create_and_send(200, b'abc', length, 0) == 1\n"
        "    assert cerver._bindings.http_response_render(0, 200, 0, b'abc', length) == 1\n"
        "    assert http_receive_stream_write(0, b'abc', length) != 0\n"
        "    assert http_response_json_custom_reference_send(0, 200, b'abc', length) == 1\n"
    )
    done = run(python, program)
    assert (done.returncode, done.stderr) == (0, "")


def test_ports_are_checked(python: str) -> None:
    program = (
        "from cerver import *\n"
        "from cerver.http import *\n"
        "server = cerver_create_web('x', 0, 10)\n"
        "calls = [\n"
        "    lambda port: cerver_create_web('x', port, 10),\n"
        "    lambda port: cerver_create(CERVER_TYPE_WEB, 'x', port, PROTOCOL_TCP, False, 10),\n"
        "    lambda port: cerver_listen_tcp(server, '127.0.0.1', port),\n"
        "    lambda port: http_cerver_configuration('x', port),\n"
        "]\n"
        "for call in calls:\n"
        "    for port in (-1, 65536, 65536 + 8080, 1 << 64):\n"
        "        try:\n"
        "            call(port)\n"
        "        except ValueError:\n"
        "            continue\n"
        "        raise SystemExit(f'{port} was accepted')\n"
        "for port in (0, 65535):\n"
        "    for call in calls:\n"
        "        assert call(port) is not None\n"
    )
    done = run(python, program)
    assert (done.returncode, done.stderr) == (0, "")


def test_configuration_of_a_server_that_is_refused(python: str) -> None:
    program = (
        "import cerver.http._routes as routes\n"
        "from cerver import *\n"
        "from cerver.http import *\n"
        "def refused(name, port, queue):\n"
        "    return cerver_create_web(None, port, queue)\n"
        "routes.cerver_create_web = refused\n"
        "try:\n"
        "    http_cerver_configuration('x')\n"
        "except CerverError as error:\n"
        "    assert error.code == CERVER_ERROR_NULL and 'name' in error.message, error\n"
        "else:\n"
        "    raise SystemExit('no error')\n"
    )
    done = run(python, program)
    assert (done.returncode, done.stderr) == (0, "")


def test_handlers_must_be_callable(python: str) -> None:
    program = "from cerver.http import *\nhttp_route_create(REQUEST_METHOD_GET, 'a', 'no function')"
    assert "TypeError: a handler is a function of (receive, request)" in run(python, program).stderr


def test_every_interpreter(interpreter: str, install: Callable[[str], str], start: Callable[..., object]) -> None:
    """The smoke test of the versions: import, answers, an exception, a late answer, a stream, Ctrl-C."""
    python = install(interpreter)
    for placement in ("reactor", "own"):
        app = start("app.py", placement, interpreter=python)
        with Client(app.port) as client:  # type: ignore[attr-defined]
            assert client.get("/hello").text == "hello"
            assert client.get("/fail").status == 500
            assert client.get("/late?name=x").json == {"late": "x"}
            assert len(client.get("/stream").body) == 600_000
            assert client.get("/texts?way=str").text == "Grüße, 世界"
        assert app.end(2) < AT_ONCE  # type: ignore[attr-defined]
        assert app.process.returncode == 0, app.errors()  # type: ignore[attr-defined]


def test_modules_are_there_without_being_imported(python: str) -> None:
    program = (
        "import cerver\n"
        "for name in ('cerver', 'files', 'handler', 'lib', 'network', 'packets', 'timer', 'utils', 'http', 'threads'):\n"
        "    assert getattr(cerver, name).__name__ == 'cerver.' + name and name in dir(cerver)\n"
        "for name in ('alg', 'content', 'headers', 'http', 'multipart', 'query', 'request', 'response', 'route', 'status'):\n"
        "    assert getattr(cerver.http, name).__name__ == 'cerver.http.' + name and name in dir(cerver.http)\n"
        "assert cerver.files.file_exists('/') and cerver.http.validation.validate_query_exists\n"
    )
    done = run(python, program)
    assert (done.returncode, done.stderr) == (0, "")


def test_modules_have_the_published_names(python: str) -> None:
    """Programs may import from the module in which pycerver has a name."""
    modules: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "fixtures/published_symbols.txt").read_text().splitlines()[1:]:
        if line.startswith("# "):
            names = modules.setdefault(line[2:], [])
        elif line:
            names.append(line)
    exported = set((ROOT / "bindings/symbols.txt").read_text().split())
    program = (
        "import importlib, json, sys\n"
        "for module, names in json.loads(sys.stdin.read()).items():\n"
        "    there = importlib.import_module(module)\n"
        "    missing = [name for name in names if name not in there.__all__ or not hasattr(there, name)]\n"
        "    assert not missing, (module, missing)\n"
        "import cerver.http.redirect, cerver.http.validation, cerver.types.string, cerver.lib, cerver.network\n"
        "assert callable(cerver.http.redirect) and cerver.network.PROTOCOL_TCP == 6\n"
        "assert cerver.lib.lib.cerver_is_running(None) == 0\n"
    )
    wanted = {module: [name for name in names if name in exported] for module, names in modules.items()}
    done = subprocess.run([python, "-c", program], input=json.dumps(wanted), capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
