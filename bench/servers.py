"""The servers that can be measured, and how they are built. Everything made lies below target/bench."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "target" / "bench"
FILES = OUT / "files"
LOAD = OUT / "load"
WS_LOAD = OUT / "ws_load"
VENV = OUT / "venv"
GREETING = b"Hello, World!"

ALL = frozenset({"pipelined", "json", "echo", "static"})


@dataclass(frozen=True)
class Spec:
    """One server: its command, what it can do beside GET /plaintext, and what must exist to run it."""

    name: str
    command: str  # {port} {workers} {out} {files} {root} {python} {venv} are filled in
    can: frozenset[str]
    needs: tuple[Path, ...] = ()
    config: str = ""  # filled in like the command and written to {out}
    environment: dict[str, str] = field(default_factory=dict)
    native: bool = True  # runs under callgrind as it is

    def fill(self, text: str, port: int, workers: int) -> str:
        values = {
            "port": port,
            "workers": workers,
            "out": OUT,
            "files": FILES,
            "root": ROOT,
            "python": sys.executable,
            "venv": VENV / "bin" / "python",
        }
        return re.sub(r"\{(\w+)\}", lambda name: str(values.get(name[1], name[0])), text)

    def missing(self) -> list[str]:
        return [str(path) for path in self.needs if not path.exists()]


def _venv_module(name: str) -> Path:
    """Where the module would lie in the environment of the Python peers."""
    found = list(VENV.glob(f"lib/python*/site-packages/{name}*"))
    return found[0] if found else VENV / name


def _program(name: str) -> Path:
    return Path(shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin") or name)


NGINX = _program("nginx")
PEERS = OUT / "peers" / "release"

RAW = Spec("raw", "{out}/raw {port} {workers}", frozenset({"pipelined"}), (OUT / "raw",))

# Frames alone; it is the reference of the loads of WebSocket, and answers one plain request as a sign of life.
RAW_WS = Spec("raw_ws", "{out}/raw_ws {port}", frozenset({"web_socket"}), (OUT / "raw_ws",))

SERVERS = {
    spec.name: spec
    for spec in (
        RAW,
        Spec("cerver", "{out}/hello {port} {workers} {files}", ALL | {"web_socket"}, (OUT / "hello",)),
        Spec(
            "cerver-python",
            "{python} {root}/bench/hello.py {port} {workers}",
            frozenset({"pipelined", "json", "echo"}),
            (ROOT / "python" / "cerver", OUT / "hello"),
            environment={
                "PYTHONPATH": str(ROOT / "python"),
                "CERVER_LIBRARY": str(ROOT / "target/release/libcerver.so"),
            },
            native=False,
        ),
        Spec(
            "pycerver",
            "{venv} {root}/bench/peers/pycerver_peer.py {port}",
            frozenset({"pipelined", "json"}),
            (_venv_module("pycerver"), OUT / "hello"),
            environment={"CERVER_LIBRARY": str(ROOT / "target/release/libcerver.so")},
            native=False,
        ),
        Spec(
            "nginx",
            f"{NGINX} -p {{out}} -c {{out}}/nginx.conf -e {{out}}/nginx.err",
            ALL - {"echo"},
            (NGINX,),
            config="bench/peers/nginx.conf",
            native=False,
        ),
        Spec(
            "hyper",
            "{out}/peers/release/peer-hyper {port} {workers}",
            ALL - {"static"},
            (PEERS / "peer-hyper",),
        ),
        Spec(
            "may_minihttp",
            "{out}/peers/release/peer-may-minihttp {port} {workers}",
            ALL - {"static"},
            (PEERS / "peer-may-minihttp",),
        ),
        Spec(
            "bjoern",
            "{venv} {root}/bench/peers/python_peer.py bjoern {port} {workers}",
            frozenset({"json", "echo"}),  # it does not answer pipelined requests
            (_venv_module("bjoern"),),
            native=False,
        ),
        Spec(
            "granian",
            "{venv} {root}/bench/peers/python_peer.py granian {port} {workers}",
            frozenset({"pipelined", "json", "echo"}),
            (_venv_module("granian"),),
            native=False,
        ),
    )
}


def build(names: list[str]) -> None:
    """Builds what the named servers need; the Python peers are installed by `make bench-python-peers` alone."""
    targets = ["bench-servers"]
    if {"hyper", "may_minihttp"} & set(names):
        targets.append("bench-peers")
    subprocess.run(["make", "-s", "-f", "bench/bench.mk", *targets], cwd=ROOT, check=True)


def make_files() -> None:
    """The files that servers with a static folder serve."""
    FILES.mkdir(parents=True, exist_ok=True)
    pattern = bytes(range(32, 127)) + b"\n"
    for name, size in (("1k.bin", 1024), ("1m.bin", 1 << 20)):
        (FILES / name).write_bytes((pattern * (size // len(pattern) + 1))[:size])


def choose(text: str) -> list[Spec]:
    """The servers named in a comma-separated list, without those that cannot run here; raw is always added first."""
    names = [name for name in text.split(",") if name] or list(SERVERS)
    unknown = [name for name in names if name not in SERVERS]
    if unknown:
        sys.exit(f"unknown server {', '.join(unknown)}; known: {', '.join(SERVERS)}")
    chosen = []
    for name in dict.fromkeys(["raw", *names]):
        absent = SERVERS[name].missing()
        if absent:
            print(f"{name} is left out: {absent[0]} does not exist")
        else:
            chosen.append(SERVERS[name])
    if RAW not in chosen:
        sys.exit("the reference target/bench/raw is not built: run `make bench-servers`")
    return chosen
