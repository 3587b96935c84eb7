"""cerver: one server core for C, Python and every language that can load a shared library.

The functions of the C library are here under their own names, those of HTTP in `cerver.http`:

    from cerver import *
    from cerver.http import *

Text goes in as `str` or `bytes`; C texts come out as `bytes`. Handles (servers, routes, requests, ...) are numbers.
Functions that give a pointer to a `CerverString`, such as `http_request_get_header`, give a false one for what is not
there: test it before `.contents`.
"""

from __future__ import annotations

from . import _bindings

__version__ = ".".join(
    str(number)
    for number in (
        _bindings.CERVER_VERSION_MAJOR,
        _bindings.CERVER_VERSION_MINOR,
        _bindings.CERVER_VERSION_PATCH,
    )
)
if _bindings.cerver_version() != __version__.encode():
    raise ImportError(f"this package is made for cerver {__version__}, the library is {_bindings.cerver_version()!r}")

from . import _names, _packets, _server, _stream, errors, version  # noqa: E402
from ._names import *  # noqa: E402
from ._packets import *  # noqa: E402
from ._server import *  # noqa: E402
from ._stream import *  # noqa: E402
from .errors import *  # noqa: E402
from .version import *  # noqa: E402

__all__ = sorted(
    {  # pyright: ignore
        *_bindings.CERVER_NAMES,
        *_names.__all__,
        *_packets.__all__,
        *_server.__all__,
        *_stream.__all__,
        *errors.__all__,
        *version.__all__,
    }
)

_NAMES = frozenset(_bindings.CERVER_NAMES)
_SUBMODULES = ("cerver", "files", "handler", "http", "lib", "network", "packets", "threads", "timer", "types", "utils")


def __getattr__(name: str) -> object:
    if name in _SUBMODULES:
        from importlib import import_module

        return import_module(f"{__name__}.{name}")
    if name not in _NAMES:
        raise AttributeError(f"module 'cerver' has no attribute {name!r}")
    value = globals()[name] = getattr(_bindings, name)
    return value


def __dir__() -> list[str]:
    return [*__all__, *_SUBMODULES, "__version__", "errors", "version"]
