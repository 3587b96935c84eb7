"""Versions of package and library, as constants and printed. The names are part of `cerver`, too."""

from __future__ import annotations

from . import _bindings

__all__ = [
    "PYCERVER_VERSION",
    "PYCERVER_VERSION_AUTHOR",
    "PYCERVER_VERSION_DATE",
    "PYCERVER_VERSION_NAME",
    "PYCERVER_VERSION_TIME",
    "cerver_version_print_full",
    "cerver_version_print_version_id",
    "cerver_version_print_version_name",
    "pycerver_version_print_full",
    "pycerver_version_print_version_id",
    "pycerver_version_print_version_name",
]

PYCERVER_VERSION = ".".join(
    str(number)
    for number in (
        _bindings.CERVER_VERSION_MAJOR,
        _bindings.CERVER_VERSION_MINOR,
        _bindings.CERVER_VERSION_PATCH,
    )
)
PYCERVER_VERSION_NAME = f"Version {PYCERVER_VERSION}"
# Package and library are one; a build has no date, so that it can be made again.
PYCERVER_VERSION_DATE = ""
PYCERVER_VERSION_TIME = ""
PYCERVER_VERSION_AUTHOR = "the cerver contributors"


def cerver_version_print_full() -> None:
    """Writes version, licence and repository of the library to its log."""
    _bindings.cerver_version_print_full()


def cerver_version_print_version_id() -> None:
    """Writes the number of the library's version to its log."""
    _bindings.cerver_version_print_version_id()


def cerver_version_print_version_name() -> None:
    """Writes the name of the library's version to its log."""
    _bindings.cerver_version_print_version_name()


def pycerver_version_print_full() -> None:
    """Prints version and author of the package."""
    print(f"\nPyCerver {PYCERVER_VERSION_NAME}\nAuthor: {PYCERVER_VERSION_AUTHOR}\n")


def pycerver_version_print_version_id() -> None:
    """Prints the number of the package's version."""
    print(f"\nPyCerver Version ID: {PYCERVER_VERSION}\n")


def pycerver_version_print_version_name() -> None:
    """Prints the name of the package's version."""
    print(f"\nPyCerver {PYCERVER_VERSION_NAME}\n")
