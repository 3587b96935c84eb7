"""Python functions and objects as the work and the data of native threads.

An object travels as its address, which is what ctypes makes of a `py_object`; the modules of this package keep it alive
until the library has done with it.
"""

from __future__ import annotations

from _ctypes import CFuncPtr
from ctypes import CFUNCTYPE, c_void_p, cast, py_object

from .._bindings import CerverWork

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from typing_extensions import TypeAlias

    Work: TypeAlias = Callable[[Any], object] | CFuncPtr | None
    """A function of one object, or a ctypes callback object with one argument (`py_object` or `c_void_p`)."""

    class WorkerMethod(CFuncPtr):
        """The callback type of work that gets a Python object."""

        def __init__(self, function: Callable[[Any], object], /) -> None: ...

else:
    WorkerMethod = CFUNCTYPE(None, py_object)


def as_work(function: Work) -> Any:
    """A function as the library takes it. Whoever passes it on keeps the result for as long as it may be called."""
    if function is None:
        return None
    if not isinstance(function, CFuncPtr):
        if not callable(function):
            raise TypeError(f"work is a function of one argument, not {function!r}")
        function = WorkerMethod(function)
    return cast(function, CerverWork)


def invoke(function: Any, value: object) -> None:
    """Calls a function of the program with an object, as the library would.

    A callback object of a `void *` gets a number, a pointer and None as they are, and the address of anything else.
    """
    if not isinstance(function, CFuncPtr) or getattr(function, "_argtypes_", None) != (c_void_p,):
        function(value)
    elif value is None or isinstance(value, (int, c_void_p)):
        function(value)
    else:
        function(id(value))
