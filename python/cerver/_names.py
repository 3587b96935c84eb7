"""Published names of the package's own."""

from __future__ import annotations

from ctypes import c_uint32 as ProtocolID

from ._bindings import CerverImageType as ImageType, CerverProtocol as Protocol

__all__ = ["ImageType", "Protocol", "ProtocolID"]
