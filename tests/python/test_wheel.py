"""The wheel and the sdist: names, tags, contents, and that one can be built from the other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT

VERSION = re.search(r'(?m)^version = "([^"]+)"', (ROOT / "Cargo.toml").read_text())[1]  # type: ignore[index]
PLATFORM = sysconfig.get_platform().replace("-", "_").replace(".", "_")


def test_name_and_tag(wheel: Path) -> None:
    assert wheel.name == f"cerver-{VERSION}-py3-none-{PLATFORM}.whl"
    with zipfile.ZipFile(wheel) as content:
        text = content.read(f"cerver-{VERSION}.dist-info/WHEEL").decode()
    assert f"Tag: py3-none-{PLATFORM}" in text
    assert "Root-Is-Purelib: false" in text


def test_tag_of_another_platform(library: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "CERVER_LIBRARY": str(library), "CERVER_PLATFORM": "manylinux_2_34_x86_64"}
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, ROOT]
    subprocess.run(command, check=True, timeout=300, env=environment)
    assert [path.name for path in tmp_path.iterdir()] == [f"cerver-{VERSION}-py3-none-manylinux_2_34_x86_64.whl"]


def test_contents(wheel: Path, library: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        names = set(content.namelist())
        assert content.read("cerver/libcerver.so") == library.read_bytes()
        metadata = content.read(f"cerver-{VERSION}.dist-info/METADATA").decode()
    tracked = subprocess.run(["git", "ls-files", "python/cerver"], cwd=ROOT, capture_output=True, text=True, check=True)
    expected = {name.removeprefix("python/") for name in tracked.stdout.split()} | {"cerver/libcerver.so"}
    assert {name for name in names if not name.startswith(f"cerver-{VERSION}.dist-info/")} == expected
    assert f"Version: {VERSION}" in metadata
    assert "License-Expression: MIT OR Apache-2.0" in metadata
    assert "Requires-Python: >=3.9" in metadata


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    command = [sys.executable, "-m", "build", "--sdist", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, timeout=300, stdout=subprocess.DEVNULL)
    (built,) = folder.glob("*.tar.gz")
    return built


def test_sdist_has_all_sources(sdist: Path) -> None:
    with tarfile.open(sdist) as content:
        names = {name.partition("/")[2] for name in content.getnames()}
    for needed in (
        "Cargo.toml",
        "Cargo.lock",
        "build.rs",
        "cerver-ffi/Cargo.toml",
        "cerver-core/Cargo.toml",
        "include/cerver.h",
        "python/cerver/_bindings.py",
        "hatch_build.py",
        "tests/support/lib.rs",
    ):
        assert needed in names
    assert not [name for name in names if name.endswith((".so", ".pyc"))]


def test_wheel_from_the_sdist(sdist: Path, tmp_path: Path) -> None:
    """Without CERVER_LIBRARY cargo builds the library from what the sdist holds."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, sdist]
    environment = {**os.environ, "CARGO_TARGET_DIR": str(ROOT / "target" / "sdist")}
    environment.pop("CERVER_LIBRARY", None)
    subprocess.run(command, check=True, timeout=1200, env=environment)
    (built,) = tmp_path.glob("*.whl")
    assert built.name == f"cerver-{VERSION}-py3-none-{PLATFORM}.whl"
    with zipfile.ZipFile(built) as content:
        assert len(content.read("cerver/libcerver.so")) > 100_000


def test_editable(library: Path, tmp_path: Path) -> None:
    """An editable installation of a copy of the tree finds the library beside the sources."""
    tree = tmp_path / "tree"
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    for name in files:
        target = tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True, timeout=60)
    python = environment / "bin" / "python"
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--editable",
        tree,
    ]
    subprocess.run(command, check=True, timeout=300, env={**os.environ, "CERVER_LIBRARY": str(library)})
    program = "import cerver; print(cerver.__file__, cerver.cerver_version().decode())"
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True, cwd="/")
    assert done.stdout.split() == [str(tree / "python/cerver/__init__.py"), VERSION]
