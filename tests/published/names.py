"""Prints what the modules of the installed `cerver` offer, as JSON.

Without an argument: what each module defines itself. With a file of such output: what is there of the names in it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import sys
import types
from typing import Any

import cerver


def defined(module: types.ModuleType) -> list[str]:
    """The public names that the text of a module binds otherwise than by importing them."""
    names: set[str] = set()
    for statement in ast.parse(inspect.getsource(module)).body:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            names.add(statement.name)
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names.update(target.id for target in targets if isinstance(target, ast.Name))
    return sorted(name for name in names if not name.startswith("_"))


def described(value: Any) -> Any:
    """A constant's value, the parameters of a function with their defaults; of anything else that it is there."""
    if isinstance(value, types.FunctionType):
        parameters = inspect.signature(value).parameters.values()
        return [[one.name, None if one.default is one.empty else repr(one.default)] for one in parameters]
    return repr(value) if isinstance(value, (int, float, str, bytes)) else "there"


def offered(name: str, wanted: list[str] | None) -> dict[str, Any]:
    module = importlib.import_module(name)
    brought: dict[str, Any] = {}
    exec(f"from {name} import *", brought)
    names = defined(module) if wanted is None else [one for one in wanted if hasattr(module, one)]
    return {"names": {one: described(getattr(module, one)) for one in names}, "star": sorted(brought)}


if len(sys.argv) > 1:
    with open(sys.argv[1]) as file:
        wanted = {name: list(entry["names"]) for name, entry in json.load(file).items()}
else:
    wanted = dict.fromkeys(["cerver", *(one.name for one in pkgutil.walk_packages(cerver.__path__, "cerver."))])
print(json.dumps({name: offered(name, names) for name, names in wanted.items()}))
