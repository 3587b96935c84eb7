"""HTTP: routes, requests and responses of web servers, under the names of the C library, and a few short cuts.

A handler is a function `(receive, request)`. It answers through `receive`:

    def hello(receive, request):
        http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, "hello")

A handler that raises answers 500; the traceback goes to the `cerver` logger, that of a ctypes callback object to
`sys.unraisablehook`. A handler that returns without an answer and without `http_receive_detach` gives a 500 too;
`http_receive_close` closes the connection instead.
"""

from __future__ import annotations

from .. import _bindings
from . import (
    _auth,
    _custom_data,
    _encoding,
    _forms,
    _names,
    _observing,
    _requests,
    _responses,
    _routes,
    _uploads,
    _websockets,
    redirect as _redirect,
)
from ._auth import *  # noqa: F403
from ._custom_data import *  # noqa: F403
from ._encoding import *  # noqa: F403
from ._forms import *  # noqa: F403
from ._names import *  # noqa: F403
from ._observing import *  # noqa: F403
from ._requests import *  # noqa: F403
from ._responses import *  # noqa: F403
from ._routes import *  # noqa: F403
from ._uploads import *  # noqa: F403
from ._websockets import *  # noqa: F403
from .redirect import *  # noqa: F403

_MODULES = (
    _auth,
    _custom_data,
    _encoding,
    _forms,
    _names,
    _observing,
    _requests,
    _responses,
    _routes,
    _uploads,
    _websockets,
    _redirect,
)
_OWN = {name for module in _MODULES for name in module.__all__}
_NAMES = frozenset(_bindings.HTTP_NAMES)
_SUBMODULES = (
    "alg",
    "content",
    "headers",
    "http",
    "multipart",
    "origin",
    "query",
    "request",
    "response",
    "route",
    "status",
    "validation",
)


def __getattr__(name: str) -> object:
    if name in _SUBMODULES:
        from importlib import import_module

        return import_module(f"{__name__}.{name}")
    if name == "__all__" or name.startswith("validate_"):
        # Many functions, of which few programs use one: they are not loaded with the package.
        from . import validation

        names = {function: getattr(validation, function) for function in validation.__all__}
        globals().update(names, __all__=sorted({*_NAMES, *_OWN, *names}))
        if name in globals():
            return globals()[name]
    if name not in _NAMES:
        raise AttributeError(f"module 'cerver.http' has no attribute {name!r}")
    value = globals()[name] = getattr(_bindings, name)
    return value


def __dir__() -> list[str]:
    return sorted({*_NAMES, *_OWN, *_SUBMODULES})
