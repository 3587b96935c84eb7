"""Build hook: puts the native library into the package.

The library is built with cargo, or taken from the file named by CERVER_LIBRARY. CERVER_PLATFORM sets the platform
part of the wheel's tag when the library was built for another machine than this one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FILE = "libcerver.dylib" if sys.platform == "darwin" else "libcerver.so"


class LibraryHook(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        library = Path(os.environ["CERVER_LIBRARY"]) if os.environ.get("CERVER_LIBRARY") else _build(root)
        if not library.is_file():
            raise FileNotFoundError(f"no library at {library}")
        if version == "editable":
            shutil.copyfile(library, root / "python" / "cerver" / _FILE)
        else:
            build_data["force_include"][str(library)] = f"cerver/{_FILE}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{os.environ.get('CERVER_PLATFORM') or _platform()}"


def _build(root: Path) -> Path:
    command = ["cargo", "build", "--release", "--locked", "-p", "cerver-ffi"]
    subprocess.run(command, cwd=root, check=True, stdout=sys.stderr)
    query = ["cargo", "metadata", "--format-version", "1", "--no-deps", "--locked"]
    metadata = json.loads(subprocess.run(query, cwd=root, check=True, stdout=subprocess.PIPE).stdout)
    return Path(metadata["target_directory"]) / "release" / _FILE


def _platform() -> str:
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")
