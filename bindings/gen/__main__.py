"""Generates the bindings of other languages from the C header.

python bindings/gen/generate.py            writes what is out of date
python bindings/gen/generate.py --check    writes nothing; exit code 1 and a summary when something is out of date
"""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from emit_lua import declarations

from emit_module import bindings
from emit_stub import package_stub, shares, stub
from header import HeaderError, read_header

_ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare only; exit code 1 when out of date")
    parser.add_argument("--root", type=Path, default=_ROOT, help="project folder that is read and written")
    parser.add_argument("--header", type=Path, help="default: include/cerver.h of the project folder")
    options = parser.parse_args()
    path = options.header or options.root / "include" / "cerver.h"
    try:
        files = generated_files(path.read_text(), options.root)
    except (OSError, HeaderError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    changed = {name: text for name, text in files.items() if _current(options.root / name) != text}
    for name, text in changed.items():
        if options.check:
            print(f"{name}: out of date ({_summary(_current(options.root / name), text)})")
        else:
            (options.root / name).parent.mkdir(parents=True, exist_ok=True)
            (options.root / name).write_text(text)
            print(f"{name}: written")
    return 1 if options.check and changed else 0


def generated_files(header_text: str, root: Path) -> dict[str, str]:
    """All generated files by their path in the project."""
    header = read_header(header_text)
    package = root / "python" / "cerver"
    return {
        "python/cerver/_bindings.py": bindings(header),
        "python/cerver/_bindings.pyi": stub(header),
        "python/cerver/__init__.pyi": package_stub(header, "cerver", package),
        "python/cerver/http/__init__.pyi": package_stub(header, "cerver.http", package / "http"),
        "python/cerver/threads/__init__.pyi": package_stub(header, "cerver.threads", package / "threads"),
        "python/cerver/utils/__init__.pyi": package_stub(header, "cerver.utils", package / "utils"),
        **shares(header, package),
        "bindings/lua/cerver/declarations.lua": declarations(header),
        "bindings/symbols.txt": "".join(f"{name}\n" for name in sorted(header.functions)),
    }


def _current(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _summary(old: str, new: str) -> str:
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0))[2:]
    changes = [line for line in lines if not line.startswith("@@")]
    shown = "; ".join(line[:80] for line in changes[:3])
    return f"{len(changes)} lines differ: {shown}"


if __name__ == "__main__":
    sys.exit(main())
