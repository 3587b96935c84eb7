"""The generator of the bindings: what it makes of a header, and whether the tree is up to date."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

GENERATOR = ROOT / "bindings" / "gen"
SAMPLE = Path(__file__).parent / "fixtures" / "sample.h"
sys.path.insert(0, str(GENERATOR))
header = importlib.import_module("header")
emit_module = importlib.import_module("emit_module")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with the sample header and the hand-written part of the package."""
    for package in ("cerver", "cerver/http", "cerver/threads", "cerver/utils"):
        target = tmp_path / "python" / package
        target.mkdir(parents=True)
        for module in (ROOT / "python" / package).glob("*.py"):
            if module.name != "_bindings.py":
                shutil.copy(module, target)
    (tmp_path / "include").mkdir()
    shutil.copy(SAMPLE, tmp_path / "include" / "cerver.h")
    return tmp_path


def generate(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(GENERATOR), "--root", str(project), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_tree_is_up_to_date() -> None:
    done = generate(ROOT, "--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_check_finds_what_is_out_of_date(project: Path) -> None:
    missing = generate(project, "--check")
    assert missing.returncode == 1
    assert "python/cerver/_bindings.py: out of date" in missing.stdout
    assert generate(project).returncode == 0
    assert generate(project, "--check").returncode == 0
    path = project / "include" / "cerver.h"
    path.write_text(path.read_text().replace("void cerver_init(void);", "void cerver_init(int level);"))
    changed = generate(project, "--check")
    assert changed.returncode == 1
    assert '+    "cerver_init": (None, (Int,)),' in changed.stdout
    assert "symbols.txt" not in changed.stdout
    assert "(None, (Int,))" not in (project / "python/cerver/_bindings.py").read_text(), "--check has written"


def test_header_that_cannot_be_read(project: Path) -> None:
    path = project / "include" / "cerver.h"
    for broken in ("typedef void (*F)(int first, ...);", "#define X (sizeof(int))", "#if FOO\n#endif", "int f(;"):
        path.write_text(broken + "\n")
        done = generate(project)
        assert done.returncode == 2
        assert str(path) in done.stderr
        assert "Traceback" not in done.stderr


def test_more_arguments_may_follow(project: Path) -> None:
    (project / "include" / "cerver.h").write_text("void cerver_tell(const char *format, ...);\n")
    assert generate(project).returncode == 0
    assert '"cerver_tell": (None, (Text,))' in (project / "python/cerver/_bindings.py").read_text()
    assert "format: _Text, /, *arguments: Any) -> None" in (project / "python/cerver/_bindings.pyi").read_text()


def test_constants() -> None:
    values = {name: constant.value for name, constant in header.read_header(SAMPLE.read_text()).constants.items()}
    assert values["CERVER_DEFAULT_NAME"] == "sample"
    assert values["CERVER_DEFAULT_REUSABLE_FLAGS"] is False
    assert values["CERVER_DEFAULT_BODY_LIMIT"] == 16 * 1024 * 1024
    assert values["CERVER_NO_TIMEOUT"] == -1
    assert values["CERVER_MASK"] == 255
    assert values["CERVER_RATIO"] == 1.5
    assert values["CERVER_ERROR_ALIAS"] == 2
    assert "SAMPLE_H" not in values


def test_docs_belong_to_the_declaration_below() -> None:
    read = header.read_header(SAMPLE.read_text())
    assert read.functions["cerver_version"].doc == 'Text of the version, `"0.1.0"`.'
    assert (
        read.functions["http_response_render"].doc == "Sends one answer.\n\n`data` holds `len` bytes; they are copied."
    )
    assert read.functions["cerver_init"].doc == ""
    assert read.callbacks["CerverHttpHandler"].doc.startswith("A handler of requests.")
    assert read.structs["CerverString"].doc.startswith("Text with its length")
    assert read.constants["CERVER_TYPE_WEB"].doc == "A web cerver: it speaks HTTP."
    assert read.constants["CERVER_VERSION_MINOR"].doc == ""


def test_signatures() -> None:
    module = emit_module.bindings(header.read_header(SAMPLE.read_text()))
    rows = {
        line.strip().partition(":")[0].strip('"'): line.strip()
        for line in module.splitlines()
        if line.startswith("    ")
    }
    assert rows["cerver_create_web"] == '"cerver_create_web": (c_void_p, (Text, c_uint16, c_uint16)),'
    assert rows["cerver_create"] == '"cerver_create": (c_void_p, (Int, Text, c_uint16, c_bool)),'
    assert rows["cerver_init"] == '"cerver_init": (None, ()),'
    assert rows["cerver_version"] == '"cerver_version": (c_char_p, ()),'
    assert rows["http_request_get_url"] == '"http_request_get_url": (POINTER(CerverString), (c_void_p,)),'
    assert rows["http_route_create"] == '"http_route_create": (c_void_p, (Int, Text, Callback(CerverHttpHandler))),'
    assert rows["http_response_render"] == '"http_response_render": (c_uint8, (c_void_p, Int, Int, Data, c_size_t)),'
    assert rows["cerver_get_stats"] == '"cerver_get_stats": (c_int32, (c_void_p, POINTER(CerverStats))),'
    assert '"cerver_stats_json": (c_int32, (c_void_p, POINTER(c_char), c_size_t, POINTER(c_size_t))),' in module
    assert '"http_cerver_set_delete_custom_data": (None, (c_void_p, Callback(_Callback1))),' in module
    assert "CerverHttpHandler = CFUNCTYPE(None, c_void_p, c_void_p)" in module
    short = module.partition("_SHORT_CALLS = {")[2].partition("}")[0]
    assert '"http_response_render"' in short and '"cerver_start"' not in short and '"http_route_create"' not in short


def test_stub_is_valid_and_complete(project: Path) -> None:
    generate(project)
    stub = (project / "python/cerver/_bindings.pyi").read_text()
    compile(stub, "_bindings.pyi", "exec")
    assert "def cerver_create_web(name: _Text, port: int, connection_queue: int, /) -> CerverServer | None:" in stub
    read = header.read_header(SAMPLE.read_text())
    for name in [*read.functions, *read.constants, *read.structs, *read.opaques]:
        assert name in stub
    front = (project / "python/cerver/http/__init__.pyi").read_text()
    assert "    http_response_render as http_response_render," in front
    assert "cerver_start" not in front


def test_symbols_are_those_of_the_library(library: Path) -> None:
    listed = (ROOT / "bindings" / "symbols.txt").read_text().split()
    done = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True)
    exported = [line.split()[2].partition("@")[0] for line in done.stdout.splitlines()]
    assert sorted(exported) == listed
    assert listed == sorted(listed)


@pytest.mark.parametrize("path", [SAMPLE, ROOT / "include" / "cerver.h"], ids=lambda path: path.name)
def test_layout_equals_that_of_the_c_compiler(path: Path, tmp_path: Path) -> None:
    read = header.read_header(path.read_text())
    assert read.structs
    program = ["#include <stdio.h>", f'#include "{path}"', "int main(void) {"]
    for struct in read.structs.values():
        program.append(f'printf("{struct.name} %zu\\n", sizeof({struct.name}));')
        for field in struct.fields:
            where = f"{struct.name}, {field.name}"
            program.append(f'printf("{struct.name}.{field.name} %zu\\n", offsetof({where}));')
    (tmp_path / "layout.c").write_text("\n".join([*program, "return 0; }"]))
    subprocess.run(["gcc", "-o", tmp_path / "layout", tmp_path / "layout.c"], check=True, timeout=60)
    in_c = subprocess.run([tmp_path / "layout"], capture_output=True, text=True, check=True).stdout

    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "_library.py").write_text("bind = None\n")
    shutil.copy(ROOT / "python/cerver/_types.py", package)
    (package / "_bindings.py").write_text(emit_module.bindings(read))
    names = {struct.name: [field.name for field in struct.fields] for struct in read.structs.values()}
    script = (
        "import ctypes, json, sys\n"
        "from package import _bindings\n"
        "for name, fields in json.loads(sys.argv[1]).items():\n"
        "    kind = getattr(_bindings, name)\n"
        "    print(name, ctypes.sizeof(kind))\n"
        "    for field in fields:\n"
        "        print(f'{name}.{field}', getattr(kind, field).offset)\n"
    )
    command = [sys.executable, "-c", script, json.dumps(names)]
    in_python = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert in_python == in_c
