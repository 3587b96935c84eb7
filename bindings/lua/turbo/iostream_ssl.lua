-- Streams with TLS: the same, on a connection that the library secures. What is written before waits, and so do reads.
local ffi = require "ffi"
local native = require "cerver.native"
local class = require "turbo.class"
local crypto = require "turbo.crypto"
local ioloop = require "turbo.ioloop"
local log = require "turbo.log"

local lib, K = native.lib, native.constants
local kinds = ioloop.kinds

local CLIENT = 1

return function(IOStream)
    local SSLIOStream = class("SSLIOStream", IOStream)

    --- `ssl_options` has a context of turbo.crypto in `_ssl_ctx`, and in `_type` 0 for the server's side or 1 for the
    --- client's; without a context a client trusts what the system trusts. The rest as for IOStream.
    function SSLIOStream:initialize(fd, ssl_options, io_loop, max_buffer_size, args)
        IOStream.initialize(self, fd, io_loop, max_buffer_size, args)
        assert(type(ssl_options) == "table", "ssl_options is a table")
        self._ssl_options = ssl_options
        self._is_client = ssl_options._type == CLIENT
        local context = ssl_options._ssl_ctx
        if not context then
            assert(self._is_client, "the server's side needs a context")
            local _
            _, context = crypto.ssl_create_client_context()
        end
        assert(self._is_client ~= (context.is_server or false), "the context is for the other side")
        self._ssl_ctx = context
    end

    --- Connects as IOStream does; `callback` runs when the connection is secured. The server's certificate must lead to an
    --- authority of the context and be for `address`; `verify` false takes any, "chain" one for any name.
    function SSLIOStream:connect(address, port, family, verify, callback, failed, arg)
        assert(self._is_client, "the server's side does not connect")
        assert(verify == nil or type(verify) == "boolean" or verify == "chain", "verify is true, false or \"chain\"")
        self._name, self._verify = address, verify
        return IOStream.connect(self, address, port, family, callback, failed, arg)
    end

    function SSLIOStream:_adopt(server)
        return lib.cerver_adopt_tls(server, self.socket, self._ssl_ctx:side(self._verify), self._name)
    end

    function SSLIOStream:_dial_done()
        if not self._dial or not self.socket then
            return
        end
        local ok, why = pcall(self._open, self)
        if not ok then
            self:_dial_failed(nil, why)
        end
    end

    function SSLIOStream:_secured()
        local dial = self._dial and self:_end_dial()
        if dial and dial.callback and self.socket then
            ioloop.guarded(dial.callback, dial.arg)
        end
    end

    kinds[K.CERVER_EVENT_CONNECTED] = function(self)
        if self._ssl_ctx then
            self:_secured()
        end
    end

    kinds[K.CERVER_EVENT_CONNECT_FAILED] = function(self, event)
        local text = ffi.string(event.data, event.size)
        local dial = self._dial and self:_end_dial()
        log.debug("[iostream_ssl.lua] A stream cannot be secured: " .. text)
        self.error = text
        -- The connection has gone already; the handle says so.
        self:close()
        self.io_loop:_leave(self._number)
        self._connection = nil
        if dial then
            self:_tell_failure(dial, nil, text)
        end
    end

    return SSLIOStream
end
