-- turbo's TCP servers and streams on cerver. `require "turbo"` with bindings/lua on package.path; the library is that of
-- CERVER_LIBRARY, or the installed one.
class = require "turbo.class"

local turbo = {
    async = require "turbo.async",
    class = class,
    crypto = require "turbo.crypto",
    coctx = require "turbo.coctx",
    crypto = require "turbo.crypto",
    ioloop = require "turbo.ioloop",
    iosimple = require "turbo.iosimple",
    iostream = require "turbo.iostream",
    log = require "turbo.log",
    platform = require "turbo.platform",
    signal = require "turbo.signal",
    socket = require "turbo.socket",
    sockutil = require "turbo.sockutil",
    structs = { buffer = require "turbo.structs.buffer", deque = require "turbo.structs.deque" },
    tcpserver = require "turbo.tcpserver",
    util = require "turbo.util",
}

return turbo
