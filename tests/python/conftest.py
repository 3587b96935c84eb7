"""What the tests share: the library, the wheel made from it, and an environment with the wheel installed.

CERVER_LIBRARY names a library that is built already; without it cargo builds one. CERVER_PYTHONS is a list of
interpreters separated by colons; without it every CPython of pyenv and on PATH is used.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support import App, Client

ROOT = Path(__file__).resolve().parents[2]
PLACEMENTS = ("reactor", "pool", "own", "turned")
_OLDEST = (3, 9)
_PYCERVER = "pycerver==0.9.8"


@pytest.fixture(scope="session")
def library() -> Path:
    """The native library under test."""
    if os.environ.get("CERVER_LIBRARY"):
        return Path(os.environ["CERVER_LIBRARY"]).resolve()
    subprocess.run(["cargo", "build", "--release", "--locked", "-p", "cerver-ffi"], cwd=ROOT, check=True)
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "libcerver.so"


@pytest.fixture(scope="session")
def wheel(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the source tree, with the library."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT]
    subprocess.run(command, check=True, env={**os.environ, "CERVER_LIBRARY": str(library)}, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def install(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Installs the wheel for an interpreter into an environment of its own; gives that environment's interpreter."""

    def install(interpreter: str) -> str:
        folder = tmp_path_factory.mktemp("environment")
        subprocess.run([interpreter, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
        python = str(folder / "bin" / "python")
        command = [
            sys.executable,
            "-m",
            "pip",
            "--python",
            python,
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            wheel,
        ]
        subprocess.run(command, check=True, timeout=120)
        return python

    return install


@pytest.fixture(scope="session")
def python(install: Callable[[str], str]) -> str:
    """The interpreter of an environment that has the wheel and nothing else."""
    return install(sys.executable)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The interpreter of an environment that has pycerver's wheel, as its authors published it, and nothing else."""
    folder = tmp_path_factory.mktemp("pycerver")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
    python = str(folder / "bin" / "python")
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", _PYCERVER]
    subprocess.run(command, check=True, timeout=300)
    return python


@pytest.fixture(scope="session")
def redirect(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is preloaded so that the wheel finds our library where it looks for its own."""
    library = tmp_path_factory.mktemp("redirect") / "redirect.so"
    source = ROOT / "tests" / "published" / "redirect.c"
    command = ["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-o", library, source, "-ldl"]
    subprocess.run(command, check=True)
    return library


@pytest.fixture
def start(python: str, tmp_path: Path) -> Iterator[Callable[..., App]]:
    """Starts a program of the folder `programs` with arguments; it is killed at the end of the test at the latest."""
    running: list[App] = []

    def start(program: str, *arguments: str, interpreter: str = python, **environment: str) -> App:
        app = App([interpreter, str(ROOT / "tests/python/programs" / program), *arguments], tmp_path, environment)
        running.append(app)
        return app

    yield start
    for app in running:
        app.kill()


@pytest.fixture(params=PLACEMENTS)
def app(request: pytest.FixtureRequest, start: Callable[..., App]) -> App:
    """The common server, once for each place where handlers can run."""
    return start("app.py", request.param)


@pytest.fixture
def client(app: App) -> Iterator[Client]:
    with Client(app.port) as client:
        yield client


def interpreters() -> list[str]:
    """Every CPython from 3.9 on that is found on this machine, one of each version."""
    if os.environ.get("CERVER_PYTHONS"):
        return os.environ["CERVER_PYTHONS"].split(":")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [str(path) for path in sorted(pyenv.glob("3.*/bin/python"))]
    found += [path for minor in range(9, 20) if (path := shutil.which(f"python3.{minor}"))]
    versions: dict[tuple[int, int], str] = {}
    for path in found:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True)
        version = re.match(r"Python (\d+)\.(\d+)", answer.stdout)
        if answer.returncode == 0 and version:
            number = (int(version[1]), int(version[2]))
            if number >= _OLDEST:
                versions.setdefault(number, path)
    return [versions[number] for number in sorted(versions)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "interpreter" in metafunc.fixturenames:
        metafunc.parametrize("interpreter", interpreters())
