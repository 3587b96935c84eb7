"""What pycerver's own wheel defines, module by module, is in this package, with the same parameters and values."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from conftest import ROOT

NAMES = ROOT / "tests" / "published" / "names.py"

# What docs/pycerver.md says about names that are left out or differ.
LEFT_OUT = {("cerver.threads.worker", "worker_remove_reference"), ("cerver.version", "version")}
OTHER_VALUES = {"HTTP_HEADER_UNDEFINED"} | {
    f"PYCERVER_VERSION{part}" for part in ("", "_AUTHOR", "_DATE", "_NAME", "_TIME")
}
# A dict as default would be shared by all calls; none given means the same.
OTHER_DEFAULTS = {"http_jwt_create", "http_jwt_create_and_send"}


def names(interpreter: str, *arguments: Path, **environment: str) -> Any:
    command = [interpreter, str(NAMES), *map(str, arguments)]
    environment = {**os.environ, **environment}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, cwd="/")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def same(name: str, theirs: Any, ours: Any) -> bool:
    """Functions of the library, which have no parameters in the wheel, may be anything here."""
    if ours == "missing" or name in OTHER_VALUES or theirs == "there":
        return ours != "missing"
    if name in OTHER_DEFAULTS:
        return [one for one, _ in theirs] == [one for one, _ in ours]
    return theirs == ours


def test_every_name(published: str, redirect: Path, python: str, library: Path, tmp_path: Path) -> None:
    theirs = names(published, LD_PRELOAD=str(redirect), CERVER_LIBRARY=str(library))
    wanted = tmp_path / "wanted.json"
    wanted.write_text(json.dumps(theirs))
    ours = names(python, wanted)
    assert len(theirs) > 25 and sum(len(module["names"]) for module in theirs.values()) > 700
    for module, entry in theirs.items():
        found = ours[module]["names"]
        different = [
            (name, description, found.get(name))
            for name, description in entry["names"].items()
            if (module, name) not in LEFT_OUT and not same(name, description, found.get(name, "missing"))
        ]
        assert different == [], module
        # What `from package import *` brings of its modules.
        package = module.rpartition(".")[0] or module
        brought = {
            name for name in entry["names"] if name in theirs[package]["star"] and (module, name) not in LEFT_OUT
        }
        assert brought <= {*ours[package]["star"], "lib"}, module
