-- Where this runs.
local ffi = require "ffi"

return {
    __WINDOWS__ = false,
    __UNIX__ = true,
    __LINUX__ = ffi.os == "Linux",
    __ABI32__ = ffi.abi "32bit",
    __ABI64__ = ffi.abi "64bit",
    __X64__ = ffi.arch == "x64",
    __ARM__ = ffi.arch:sub(1, 3) == "arm",
}
